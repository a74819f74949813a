package org.madenet.lpd;

import org.madenet.core.Checks;

/**
 * The two losses.
 *
 * @param image weight of the image head's binary cross-entropy, equation (17)
 * @param map weight of the localisation head's loss
 * @param alpha weight of anomalous pixels in the map's loss, {@code 2 alpha}; normal ones have
 *     {@code 2 (1 - alpha)}, so that 0.5 is neutral
 * @param gamma of the map's loss: 0 for binary cross-entropy, above for the focal loss
 * @param balancedArea stage two: 0 to let all pixels count alike in the map's loss; otherwise the
 *     marked pixels of each image count together as much as if they were this share of it, see
 *     {@link org.madenet.core.nn.loss.PixelWeights}
 */
public record LpdLossOptions(
    double image, double map, double alpha, double gamma, double balancedArea) {

  /** Checks every value. */
  public LpdLossOptions {
    Checks.notNegative("image", image);
    Checks.notNegative("map", map);
    Checks.probability("alpha", alpha);
    Checks.notNegative("gamma", gamma);
    Checks.probability("balancedArea", balancedArea);
  }
}
