package org.madenet.core;

import java.util.Objects;

/**
 * Pixel-wise anomaly scores of one image, row by row; higher is more anomalous. The array is not
 * copied: who makes a map gives its array away.
 *
 * @param size height and width in pixels
 * @param values {@code height * width} scores in row-major order
 */
public record AnomalyMap(ImageSize size, float[] values) {

  /** Checks that the array fits the size. */
  public AnomalyMap {
    Objects.requireNonNull(size, "size");
    if (values.length != size.pixels()) {
      throw new IllegalArgumentException(
          "an anomaly map of "
              + size
              + " needs "
              + size.pixels()
              + " values, got "
              + values.length);
    }
  }

  /**
   * The score of one pixel.
   *
   * @param row from the top, 0-based
   * @param column from the left, 0-based
   * @return the score
   */
  public float at(int row, int column) {
    return values[
        Objects.checkIndex(row, size.height()) * size.width()
            + Objects.checkIndex(column, size.width())];
  }

  /**
   * The largest score.
   *
   * @return the maximum over all pixels; NaN if any is NaN
   */
  public float max() {
    float max = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      max = Math.max(max, value);
    }
    return max;
  }

  /**
   * Resizes bilinearly with pixel centres at half pixels (PyTorch's {@code align_corners=False}),
   * for showing a map at its image's own resolution.
   *
   * @param target wanted size
   * @return a new map, or this one if the size is the same
   */
  public AnomalyMap resize(ImageSize target) {
    if (target.equals(size)) {
      return this;
    }
    float[] out = new float[target.pixels()];
    double scaleY = (double) size.height() / target.height();
    double scaleX = (double) size.width() / target.width();
    for (int y = 0; y < target.height(); y++) {
      double sourceY = Math.max(0, (y + 0.5) * scaleY - 0.5);
      int y0 = Math.min((int) sourceY, size.height() - 1);
      int y1 = Math.min(y0 + 1, size.height() - 1);
      double fy = sourceY - y0;
      for (int x = 0; x < target.width(); x++) {
        double sourceX = Math.max(0, (x + 0.5) * scaleX - 0.5);
        int x0 = Math.min((int) sourceX, size.width() - 1);
        int x1 = Math.min(x0 + 1, size.width() - 1);
        double fx = sourceX - x0;
        double top =
            (1 - fx) * values[y0 * size.width() + x0] + fx * values[y0 * size.width() + x1];
        double bottom =
            (1 - fx) * values[y1 * size.width() + x0] + fx * values[y1 * size.width() + x1];
        out[y * target.width() + x] = (float) ((1 - fy) * top + fy * bottom);
      }
    }
    return new AnomalyMap(target, out);
  }
}
