package org.madenet.srad.dsr;

import org.madenet.core.Checks;

/**
 * The loss, DSR's equation 5: {@code features (MSE hi + MSE lo) + image MSE + segmentation focal}.
 *
 * @param features weight of the squared errors of what subspace restriction makes of both levels; 1
 * @param image weight of the squared error of the object decoder's image, and of the general
 *     decoder's where the latent model is trained; 10
 * @param segmentation weight of the focal loss; 1
 * @param gamma of the focal loss; 2. Both classes weigh the same
 */
public record DsrLossOptions(double features, double image, double segmentation, double gamma) {

  /** Checks every value. */
  public DsrLossOptions {
    Checks.notNegative("features", features);
    Checks.notNegative("image", image);
    Checks.notNegative("segmentation", segmentation);
    Checks.notNegative("gamma", gamma);
  }
}
