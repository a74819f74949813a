package org.madenet.core.nn.loss;

import org.madenet.core.ImageSize;

/**
 * How much single pixels count in a loss over pixels. In a mean over all pixels the few images with
 * large defects have nearly all of the gradient, and small defects are not learnt; balanced, the
 * marked pixels of each image count together as much as those of the others.
 */
public final class PixelWeights {

  private static final double LEAST = 0.1;
  private static final double MOST = 20;

  private PixelWeights() {}

  /**
   * Weights, one by one within 0.1 and 20, that make the marked pixels of each image count as much
   * as if they were a given share of it. Pixels that are not marked count 1.
   *
   * @param masks {0,1}, [N,H,W]
   * @param size height and width
   * @param area the share, in [0,1]; 0 lets every pixel count 1
   * @return [N,H,W]
   */
  public static float[] balanced(float[] masks, ImageSize size, double area) {
    int pixels = size.pixels();
    float[] weights = new float[masks.length];
    for (int from = 0; from < masks.length; from += pixels) {
      double marked = 0;
      for (int p = from; p < from + pixels; p++) {
        marked += masks[p];
      }
      double wanted = area == 0 ? 1 : area * pixels / Math.max(1, marked);
      float factor = (float) Math.min(MOST, Math.max(LEAST, wanted));
      for (int p = from; p < from + pixels; p++) {
        weights[p] = masks[p] > 0 ? factor : 1;
      }
    }
    return weights;
  }
}
