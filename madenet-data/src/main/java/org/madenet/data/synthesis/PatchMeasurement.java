package org.madenet.data.synthesis;

import org.madenet.core.ImageSize;

/**
 * Measures a patch against what it covers and what is around it, in a window: its bounding box
 * widened on each side, as far as the image goes.
 */
final class PatchMeasurement {

  /** How far the surroundings go, in pixels. */
  static final int MARGIN = 8;

  private static final int BLOCK = 8;

  /** The constants of Wang and others (2004), for values in [0,1]. */
  private static final double C1 = 0.01 * 0.01;

  private static final double C2 = 0.03 * 0.03;

  private final PastedPatch patch;
  private final float[] image;
  private final int at;
  private final ImageSize size;
  private final int top;
  private final int left;
  private final int height;
  private final int width;
  private final float[] before;
  private final float[] after;
  private final boolean[] inside;

  private PatchMeasurement(PastedPatch patch, float[] image, int at, ImageSize size) {
    this.patch = patch;
    this.image = image;
    this.at = at;
    this.size = size;
    this.top = Math.max(0, patch.top - MARGIN);
    this.left = Math.max(0, patch.left - MARGIN);
    this.height = Math.min(size.height(), patch.top + patch.height + MARGIN) - top;
    this.width = Math.min(size.width(), patch.left + patch.width + MARGIN) - left;
    this.before = new float[height * width];
    this.after = new float[height * width];
    this.inside = new boolean[height * width];
    fill();
  }

  static PatchPerceptibility of(PastedPatch patch, float[] image, int at, ImageSize size) {
    PatchMeasurement window = new PatchMeasurement(patch, image, at, size);
    double[] edges = window.edgeChanges();
    Statistics covered = window.statistics(true);
    Statistics around = window.statistics(false);
    return new PatchPerceptibility(
        new PatchDifference(window.squaredError(), window.blockSsim(), edges[0]),
        new PatchDifference(covered.colourDistance(around), covered.similarity(around), edges[1]));
  }

  private void fill() {
    int box = patch.height * patch.width;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int here = y * width + x;
        int from = at + (top + y) * size.width() + left + x;
        before[here] = grey(image, from, size.pixels());
        int row = top + y - patch.top;
        int column = left + x - patch.left;
        inside[here] = patch.covers(row, column);
        after[here] =
            inside[here] ? grey(patch.values, row * patch.width + column, box) : before[here];
      }
    }
  }

  /** Luma after Rec. 601; exact where the channels are equal. */
  private static float grey(float[] values, int pixel, int plane) {
    float red = values[pixel];
    float green = values[pixel + plane];
    float blue = values[pixel + 2 * plane];
    return green + 0.299f * (red - green) + 0.114f * (blue - green);
  }

  private double squaredError() {
    int box = patch.height * patch.width;
    double sum = 0;
    for (int y = 0; y < patch.height; y++) {
      for (int x = 0; x < patch.width; x++) {
        int pixel = y * patch.width + x;
        if (patch.inside[pixel]) {
          int from = at + (patch.top + y) * size.width() + patch.left + x;
          for (int c = 0; c < 3; c++) {
            double error = patch.values[c * box + pixel] - image[from + c * size.pixels()];
            sum += error * error;
          }
        }
      }
    }
    return sum / (3.0 * patch.area);
  }

  /** Mean SSIM of the blocks that the patch covers whole; of all it covers if there is none. */
  private double blockSsim() {
    double sum = 0;
    int blocks = 0;
    for (int y = patch.top - top; y + BLOCK <= patch.top - top + patch.height; y += BLOCK) {
      for (int x = patch.left - left; x + BLOCK <= patch.left - left + patch.width; x += BLOCK) {
        Moments moments = new Moments();
        for (int by = y; by < y + BLOCK; by++) {
          for (int bx = x; bx < x + BLOCK; bx++) {
            if (inside[by * width + bx]) {
              moments.add(before[by * width + bx], after[by * width + bx]);
            }
          }
        }
        if (moments.count == BLOCK * BLOCK) {
          sum += moments.ssim();
          blocks++;
        }
      }
    }
    if (blocks > 0) {
      return sum / blocks;
    }
    Moments all = new Moments();
    for (int i = 0; i < inside.length; i++) {
      if (inside[i]) {
        all.add(before[i], after[i]);
      }
    }
    return all.ssim();
  }

  /** Change of the mean edge intensity: within the patch, and along its seam. */
  private double[] edgeChanges() {
    double within = 0;
    double seam = 0;
    int withinCount = 0;
    int seamCount = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (!inside[y * width + x]) {
          continue;
        }
        double change = edge(after, y, x) - edge(before, y, x);
        if (onSeam(y, x)) {
          seam += change;
          seamCount++;
        } else {
          within += change;
          withinCount++;
        }
      }
    }
    return new double[] {
      withinCount == 0 ? 0 : Math.abs(within / withinCount),
      seamCount == 0 ? 0 : Math.abs(seam / seamCount)
    };
  }

  private boolean onSeam(int y, int x) {
    return y > 0 && !inside[(y - 1) * width + x]
        || y < height - 1 && !inside[(y + 1) * width + x]
        || x > 0 && !inside[y * width + x - 1]
        || x < width - 1 && !inside[y * width + x + 1];
  }

  /** Length of the gradient by central differences, one-sided at the image's border. */
  private double edge(float[] grey, int y, int x) {
    int up = Math.max(0, y - 1);
    int down = Math.min(height - 1, y + 1);
    int before = Math.max(0, x - 1);
    int behind = Math.min(width - 1, x + 1);
    double dy =
        up == down ? 0 : (double) (grey[down * width + x] - grey[up * width + x]) / (down - up);
    double dx =
        before == behind
            ? 0
            : (double) (grey[y * width + behind] - grey[y * width + before]) / (behind - before);
    return Math.sqrt(dx * dx + dy * dy);
  }

  private Statistics statistics(boolean covered) {
    double[] colours = new double[3];
    double sum = 0;
    double squares = 0;
    int count = 0;
    int box = patch.height * patch.width;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int here = y * width + x;
        if (inside[here] != covered) {
          continue;
        }
        count++;
        sum += after[here];
        squares += (double) after[here] * after[here];
        int inPatch = (top + y - patch.top) * patch.width + left + x - patch.left;
        int inImage = at + (top + y) * size.width() + left + x;
        for (int c = 0; c < 3; c++) {
          colours[c] +=
              covered ? patch.values[c * box + inPatch] : image[inImage + c * size.pixels()];
        }
      }
    }
    int n = Math.max(1, count);
    for (int c = 0; c < 3; c++) {
      colours[c] /= n;
    }
    double mean = sum / n;
    return new Statistics(colours, mean, Math.max(0, squares / n - mean * mean));
  }

  /** Of a set of pixels: mean colour, mean and variance of the grey values. */
  private record Statistics(double[] colours, double mean, double variance) {

    double colourDistance(Statistics other) {
      double sum = 0;
      for (int c = 0; c < 3; c++) {
        double difference = colours[c] - other.colours[c];
        sum += difference * difference;
      }
      return sum / 3;
    }

    /** SSIM without its term for structure, which needs pixels that correspond. */
    double similarity(Statistics other) {
      double luminance =
          (2 * mean * other.mean + C1) / (mean * mean + other.mean * other.mean + C1);
      double contrast =
          (2 * Math.sqrt(variance * other.variance) + C2) / (variance + other.variance + C2);
      return luminance * contrast;
    }
  }

  /** Sums of two series of grey values. */
  private static final class Moments {
    private int count;
    private double a;
    private double b;
    private double aa;
    private double bb;
    private double ab;

    void add(double x, double y) {
      count++;
      a += x;
      b += y;
      aa += x * x;
      bb += y * y;
      ab += x * y;
    }

    double ssim() {
      double meanA = a / count;
      double meanB = b / count;
      double varianceA = Math.max(0, aa / count - meanA * meanA);
      double varianceB = Math.max(0, bb / count - meanB * meanB);
      double covariance = ab / count - meanA * meanB;
      return (2 * meanA * meanB + C1)
          * (2 * covariance + C2)
          / ((meanA * meanA + meanB * meanB + C1) * (varianceA + varianceB + C2));
    }
  }
}
