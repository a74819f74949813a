package org.madenet.srad;

import org.madenet.core.ImageSize;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** How much single pixels count in the segmentation loss; see {@link LossOptions#balancedArea}. */
final class PixelWeights {

  private static final double LEAST = 0.1;
  private static final double MOST = 20;

  private PixelWeights() {}

  /**
   * Weights of a minibatch.
   *
   * @param masks {0,1}, [N,H,W]
   * @param balancedArea share of an image, 0 for no weights
   * @return [N,1,H,W], or null where all pixels count alike
   */
  static INDArray of(float[] masks, int n, ImageSize size, double balancedArea) {
    if (balancedArea == 0) {
      return null;
    }
    int pixels = size.pixels();
    float[] weights = new float[masks.length];
    for (int from = 0; from < masks.length; from += pixels) {
      double marked = 0;
      for (int p = from; p < from + pixels; p++) {
        marked += masks[p];
      }
      double factor = Math.min(MOST, Math.max(LEAST, balancedArea * pixels / Math.max(1, marked)));
      for (int p = from; p < from + pixels; p++) {
        weights[p] = masks[p] > 0 ? (float) factor : 1;
      }
    }
    return Nd4j.create(weights, new long[] {n, 1, size.height(), size.width()}, 'c').detach();
  }
}
