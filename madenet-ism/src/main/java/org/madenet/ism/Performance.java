package org.madenet.ism;

import org.madenet.core.Checks;

/**
 * What a submodel reached on a category's validation part.
 *
 * @param imageAuroc image AUROC, in [0,1]
 * @param pixelAp pixel AP, in [0,1]
 * @param anomalous how many anomalous images it was measured on, at least 1
 */
public record Performance(double imageAuroc, double pixelAp, int anomalous) {

  /** Checks the ranges. */
  public Performance {
    Checks.probability("imageAuroc", imageAuroc);
    Checks.probability("pixelAp", pixelAp);
    Checks.positive("anomalous", anomalous);
  }

  /**
   * The measure that section 3.4 maximises.
   *
   * @param alpha weight of the image AUROC, in [0,1]; 0.5 by the paper
   * @return {@code alpha AUROC + (1 - alpha) AP}
   */
  public double mean(double alpha) {
    return alpha * imageAuroc + (1 - alpha) * pixelAp;
  }
}
