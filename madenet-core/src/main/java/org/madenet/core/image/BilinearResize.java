package org.madenet.core.image;

import org.madenet.core.ImageSize;

/**
 * Bilinear resizing between two fixed sizes, pixel centres at half pixels: the values of PyTorch's
 * {@code interpolate(mode="bilinear", align_corners=False)} without antialiasing. The weights are
 * computed once. Immutable, safe for use by several threads.
 */
public final class BilinearResize {

  private final ImageSize source;
  private final ImageSize target;
  private final Axis rows;
  private final Axis columns;

  /**
   * Prepares the weights.
   *
   * @param source size of the planes that come in
   * @param target size of the planes that go out
   */
  public BilinearResize(ImageSize source, ImageSize target) {
    this.source = source;
    this.target = target;
    this.rows = Axis.between(source.height(), target.height());
    this.columns = Axis.between(source.width(), target.width());
  }

  /**
   * Size of the planes that come in.
   *
   * @return height and width
   */
  public ImageSize source() {
    return source;
  }

  /**
   * Size of the planes that go out.
   *
   * @return height and width
   */
  public ImageSize target() {
    return target;
  }

  /**
   * Resizes one plane.
   *
   * @param plane {@code source.height * source.width} values in row-major order
   * @return a new array of {@code target.height * target.width} values
   */
  public float[] apply(float[] plane) {
    float[] out = new float[target.pixels()];
    apply(plane, 0, out, 0);
    return out;
  }

  /**
   * Resizes one plane inside larger arrays.
   *
   * @param from holds the plane
   * @param fromOffset where the plane starts
   * @param to receives the result; another array than {@code from}
   * @param toOffset where the result starts
   * @throws IllegalArgumentException if either array is too short
   */
  public void apply(float[] from, int fromOffset, float[] to, int toOffset) {
    requireRoom("source", source, from.length, fromOffset);
    requireRoom("target", target, to.length, toOffset);
    int width = source.width();
    for (int y = 0; y < target.height(); y++) {
      int upper = fromOffset + rows.low[y] * width;
      int lower = fromOffset + rows.high[y] * width;
      float fy = rows.fraction[y];
      int at = toOffset + y * target.width();
      for (int x = 0; x < target.width(); x++) {
        int left = columns.low[x];
        int right = columns.high[x];
        float fx = columns.fraction[x];
        float top = from[upper + left] + fx * (from[upper + right] - from[upper + left]);
        float bottom = from[lower + left] + fx * (from[lower + right] - from[lower + left]);
        to[at + x] = top + fy * (bottom - top);
      }
    }
  }

  private static void requireRoom(String name, ImageSize size, int length, int offset) {
    if (offset < 0 || length - offset < size.pixels()) {
      throw new IllegalArgumentException(
          "the %s array must hold %s = %d values from offset %d, but has %d in all"
              .formatted(name, size, size.pixels(), offset, length));
    }
  }

  /** For each target position its two source neighbours and the weight of the second. */
  private record Axis(int[] low, int[] high, float[] fraction) {

    static Axis between(int source, int target) {
      int[] low = new int[target];
      int[] high = new int[target];
      float[] fraction = new float[target];
      double scale = (double) source / target;
      for (int i = 0; i < target; i++) {
        double position = Math.max(0, (i + 0.5) * scale - 0.5);
        low[i] = Math.min((int) position, source - 1);
        high[i] = Math.min(low[i] + 1, source - 1);
        fraction[i] = (float) (position - low[i]);
      }
      return new Axis(low, high, fraction);
    }
  }
}
