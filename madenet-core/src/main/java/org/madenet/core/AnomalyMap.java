package org.madenet.core;

import java.util.Objects;
import org.madenet.core.image.BilinearResize;

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
    return new AnomalyMap(target, new BilinearResize(size, target).apply(values));
  }
}
