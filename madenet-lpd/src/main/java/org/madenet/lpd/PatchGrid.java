package org.madenet.lpd;

import org.madenet.core.Checks;
import org.madenet.core.ImageSize;

/**
 * The squares that CutPaste's patch level looks at, and how their scores become a map. Patches lie
 * row by row.
 *
 * @param side of a patch in pixels; a multiple of 32
 * @param stride from one patch to the next, in pixels
 * @param sigma standard deviation, in pixels, of the Gaussian with which a patch's score counts at
 *     the pixels around its centre, up to half a side away
 */
public record PatchGrid(int side, int stride, double sigma) {

  /** At a distance of so many standard deviations the Gaussian, 1e-297, is still above 0. */
  private static final double MOST_DEVIATIONS = 37;

  /** Checks every value. */
  public PatchGrid {
    Checks.positive("side", side);
    Checks.positive("stride", stride);
    Checks.positive("sigma", sigma);
    double border = (side - 1) / 2.0;
    if (border > MOST_DEVIATIONS * sigma) {
      throw new IllegalArgumentException(
          "sigma must be %s or more with patches of %d pixels, at whose border the Gaussian is 0 otherwise, but is %s"
              .formatted(border / MOST_DEVIATIONS, side, sigma));
    }
  }

  /** Checks that patches reach the border of images of a size. */
  void requireFor(ImageSize size) {
    for (int length : new int[] {size.height(), size.width()}) {
      if (length < side || (length - side) % stride != 0) {
        throw new IllegalArgumentException(
            "patches of %d pixels at a stride of %d do not fill images of %s"
                .formatted(side, stride, size));
      }
    }
    if (stride > side) {
      throw new IllegalArgumentException(
          "stride must be at most side, but they are %d and %d".formatted(stride, side));
    }
  }

  /** How many patches lie below and beside each other. */
  ImageSize cells(ImageSize size) {
    return new ImageSize((size.height() - side) / stride + 1, (size.width() - side) / stride + 1);
  }

  /**
   * Copies patches.
   *
   * @param images {@code [N,3,H,W]}
   * @param size H and W
   * @param first number of the first patch, counted over all images
   * @param count how many
   * @return {@code [count,3,side,side]}
   */
  float[] cut(float[] images, ImageSize size, int first, int count) {
    ImageSize cells = cells(size);
    int values = 3 * side * side;
    float[] patches = new float[Math.multiplyExact(count, values)];
    for (int n = 0; n < count; n++) {
      int image = (first + n) / cells.pixels();
      int cell = (first + n) % cells.pixels();
      int top = cell / cells.width() * stride;
      int left = cell % cells.width() * stride;
      copy(images, 3 * image * size.pixels(), size, top, left, patches, n * values);
    }
    return patches;
  }

  /** Copies the patch at a place of an image. */
  void copy(float[] image, int at, ImageSize size, int top, int left, float[] patch, int to) {
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < side; y++) {
        int from = at + c * size.pixels() + (top + y) * size.width() + left;
        System.arraycopy(image, from, patch, to + (c * side + y) * side, side);
      }
    }
  }

  /**
   * Brings patches' scores to pixels: each pixel has the mean of the scores of the patches around
   * it, weighted by a Gaussian of the distance to their centres. Without the division by the sum of
   * weights, which makes it a mean, borders would be darker than the middle.
   *
   * @param scores one per patch
   * @param size of the image
   * @return {@code [H,W]}
   */
  float[] spread(float[] scores, ImageSize size) {
    ImageSize cells = cells(size);
    double[][] down = weights(size.height(), cells.height());
    double[][] across = weights(size.width(), cells.width());
    double[][] rows = new double[cells.height()][size.width()];
    for (int i = 0; i < cells.height(); i++) {
      for (int x = 0; x < size.width(); x++) {
        for (int j = 0; j < cells.width(); j++) {
          rows[i][x] += across[x][j] * scores[i * cells.width() + j];
        }
      }
    }
    float[] map = new float[size.pixels()];
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        double sum = 0;
        for (int i = 0; i < cells.height(); i++) {
          sum += down[y][i] * rows[i][x];
        }
        map[y * size.width() + x] = (float) sum;
      }
    }
    return map;
  }

  /** Of each pixel along one axis, the share of each patch; shares of a pixel sum to 1. */
  private double[][] weights(int pixels, int patches) {
    double[][] weights = new double[pixels][patches];
    for (int pixel = 0; pixel < pixels; pixel++) {
      double total = 0;
      for (int patch = 0; patch < patches; patch++) {
        double distance = pixel - (patch * stride + (side - 1) / 2.0);
        if (Math.abs(distance) <= side / 2.0) {
          weights[pixel][patch] = Math.exp(-distance * distance / (2 * sigma * sigma));
          total += weights[pixel][patch];
        }
      }
      for (int patch = 0; patch < patches; patch++) {
        weights[pixel][patch] /= total;
      }
    }
    return weights;
  }
}
