package org.madenet.ism;

import org.madenet.core.Checks;

/**
 * What a submodel reached on a category's validation part.
 *
 * @param imageAuroc image AUROC, in [0,1]
 * @param pixelAp pixel AP, in [0,1]; 0 where no pixel is marked, which no map has that is measured
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
   * Whether the pixel AP was measured. Some pixel is marked then, and its AP is above 0 wherever
   * the map ranks it.
   *
   * @return false where there are no ground-truth masks
   */
  public boolean hasPixelAp() {
    return pixelAp > 0;
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
