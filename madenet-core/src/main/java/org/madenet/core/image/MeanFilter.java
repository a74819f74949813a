package org.madenet.core.image;

import org.madenet.core.AnomalyMap;
import org.madenet.core.ImageSize;

/**
 * The mean over a square window around each pixel. Pixels outside the map count as zeros, as in an
 * average pooling of stride 1 that pads by half the window. Immutable.
 */
public final class MeanFilter {

  private final int window;

  /**
   * A filter.
   *
   * @param window side in pixels, odd
   */
  public MeanFilter(int window) {
    if (window < 1 || window % 2 == 0) {
      throw new IllegalArgumentException("window must be odd and positive, but is " + window);
    }
    this.window = window;
  }

  /**
   * Filters a map in a time that does not depend on the window, in double precision.
   *
   * @param map any size
   * @return a new map of the same size
   */
  public AnomalyMap apply(AnomalyMap map) {
    ImageSize size = map.size();
    int height = size.height();
    int width = size.width();
    double[] sums = new double[(height + 1) * (width + 1)];
    for (int y = 0; y < height; y++) {
      double row = 0;
      for (int x = 0; x < width; x++) {
        row += map.values()[y * width + x];
        sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
      }
    }
    float[] means = new float[height * width];
    int half = window / 2;
    for (int y = 0; y < height; y++) {
      int top = Math.max(0, y - half) * (width + 1);
      int bottom = Math.min(height, y + half + 1) * (width + 1);
      for (int x = 0; x < width; x++) {
        int left = Math.max(0, x - half);
        int right = Math.min(width, x + half + 1);
        double sum =
            sums[bottom + right] - sums[top + right] - sums[bottom + left] + sums[top + left];
        means[y * width + x] = (float) (sum / ((double) window * window));
      }
    }
    return new AnomalyMap(size, means);
  }
}
