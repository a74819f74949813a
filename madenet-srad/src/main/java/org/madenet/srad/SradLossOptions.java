package org.madenet.srad;

import org.madenet.core.Checks;

/**
 * The loss, equations (3) to (5).
 *
 * @param reconstruction lambda_rec, the weight of the mean squared error
 * @param segmentation lambda_seg, the weight of the focal loss
 * @param alpha of the focal loss: the weight of anomalous pixels, in [0,1]; normal ones have {@code
 *     1 - alpha}
 * @param gamma of the focal loss: how much pixels that are right already count less
 * @param balancedArea 0 for equation (5) as it is, in which large defects have nearly all of the
 *     gradient; otherwise the marked pixels of each image count together as much as they would if
 *     they were this share of it, up to 20 times as much or a tenth, one by one
 */
public record SradLossOptions(
    double reconstruction, double segmentation, double alpha, double gamma, double balancedArea) {

  /** Checks every value. */
  public SradLossOptions {
    Checks.notNegative("reconstruction", reconstruction);
    Checks.notNegative("segmentation", segmentation);
    Checks.probability("alpha", alpha);
    Checks.notNegative("gamma", gamma);
    Checks.probability("balancedArea", balancedArea);
  }
}
