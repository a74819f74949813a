package org.madenet.lpd;

import org.madenet.core.Checks;

/**
 * The two heads on the backbone.
 *
 * @param dropout probability with which a value of the pooled features is dropped, in [0,1)
 * @param layers hidden layers of the image head, each with batch normalisation and ReLU
 * @param width channels of each
 * @param mapWidth channels of a 1x1 convolution with batch normalisation and ReLU before the map's
 *     logit; 0 leaves it out, and the localisation head is linear in the features
 */
public record HeadOptions(double dropout, int layers, int width, int mapWidth) {

  /** Checks every value. */
  public HeadOptions {
    Checks.probability("dropout", dropout);
    if (dropout == 1) {
      throw new IllegalArgumentException("dropout must be below 1");
    }
    Checks.notNegative("layers", layers);
    Checks.positive("width", width);
    Checks.notNegative("mapWidth", mapWidth);
  }
}
