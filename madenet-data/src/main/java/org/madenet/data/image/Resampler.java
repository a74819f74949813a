package org.madenet.data.image;

import java.util.Arrays;
import org.madenet.core.ImageSize;

/**
 * Bilinear resizing with pixel centres at half pixels, rows and columns one after the other. Equal
 * to PyTorch's {@code interpolate(mode="bilinear", align_corners=False)}, with and without {@code
 * antialias}. Immutable and safe for use by several threads.
 *
 * <p>Plain bilinear resizing looks at two pixels per axis, so that halving an image already leaves
 * pixels out; with antialiasing the triangle widens with the scale and every pixel counts. The two
 * differ in shrinking only.
 */
public final class Resampler {

  private final ImageSize target;
  private final boolean antialias;

  /**
   * A resampler.
   *
   * @param target size of what it returns
   * @param antialias whether shrinking averages over all pixels
   */
  public Resampler(ImageSize target, boolean antialias) {
    this.target = target;
    this.antialias = antialias;
  }

  /**
   * Resizes an image.
   *
   * @param image of any size
   * @return {@code [C,H,W]} in [0,1], C as in the image
   */
  public float[] resize(DecodedImage image) {
    float[] out = new float[image.channels() * target.pixels()];
    for (int c = 0; c < image.channels(); c++) {
      int channel = c;
      resize(image.size(), (y, row) -> image.row(channel, y, row), out, c * target.pixels());
    }
    return out;
  }

  /**
   * Resizes planes that have been decoded already.
   *
   * @param planes one behind the other, row by row
   * @param at where the first begins
   * @param size of each
   * @param out where the results go, in the same order
   * @param outAt where the first begins
   * @param count how many planes
   */
  public void resize(float[] planes, int at, ImageSize size, float[] out, int outAt, int count) {
    for (int c = 0; c < count; c++) {
      int plane = at + c * size.pixels();
      resize(
          size,
          (y, row) -> System.arraycopy(planes, plane + y * size.width(), row, 0, row.length),
          out,
          outAt + c * target.pixels());
    }
  }

  /** Fills a row of one plane. */
  @FunctionalInterface
  private interface Rows {
    void row(int y, float[] row);
  }

  private void resize(ImageSize size, Rows image, float[] out, int at) {
    Taps columns = Taps.of(size.width(), target.width(), antialias);
    Taps rows = Taps.of(size.height(), target.height(), antialias);
    float[] source = new float[size.width()];
    float[] narrowed = new float[size.height() * target.width()];
    for (int y = 0; y < size.height(); y++) {
      image.row(y, source);
      columns.along(source, narrowed, y * target.width());
    }
    Arrays.fill(out, at, at + target.pixels(), 0);
    rows.across(narrowed, target.width(), out, at);
  }

  /**
   * The weights of one axis: output i is the sum of {@code weights[i][k] * source[first[i] + k]}.
   */
  private record Taps(int[] first, float[][] weights) {

    static Taps of(int source, int target, boolean antialias) {
      double scale = (double) source / target;
      double support = antialias ? Math.max(1, scale) : 1;
      int[] first = new int[target];
      float[][] weights = new float[target][];
      for (int i = 0; i < target; i++) {
        double centre = (i + 0.5) * scale;
        int from = Math.max(0, (int) Math.floor(centre - support + 0.5));
        int to = Math.min(source, (int) Math.floor(centre + support + 0.5));
        double[] triangle = new double[to - from];
        double sum = 0;
        for (int k = 0; k < triangle.length; k++) {
          triangle[k] = Math.max(0, 1 - Math.abs((from + k + 0.5 - centre) / support));
          sum += triangle[k];
        }
        first[i] = from;
        weights[i] = new float[triangle.length];
        for (int k = 0; k < triangle.length; k++) {
          weights[i][k] = (float) (triangle[k] / sum);
        }
      }
      return new Taps(first, weights);
    }

    void along(float[] source, float[] out, int offset) {
      for (int i = 0; i < first.length; i++) {
        float[] w = weights[i];
        float sum = 0;
        for (int k = 0; k < w.length; k++) {
          sum += w[k] * source[first[i] + k];
        }
        out[offset + i] = sum;
      }
    }

    void across(float[] source, int width, float[] out, int offset) {
      for (int i = 0; i < first.length; i++) {
        int row = offset + i * width;
        for (int k = 0; k < weights[i].length; k++) {
          float weight = weights[i][k];
          int from = (first[i] + k) * width;
          for (int x = 0; x < width; x++) {
            out[row + x] += weight * source[from + x];
          }
        }
      }
    }
  }
}
