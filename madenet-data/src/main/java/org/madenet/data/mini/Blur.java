package org.madenet.data.mini;

import java.util.Arrays;

/**
 * Blurs of square planes, with borders extended. The core's Gaussian is not used here: its weights
 * come from {@link Math#exp}, whose last bit may differ between machines.
 */
final class Blur {

  private Blur() {}

  /** Mean over a box of {@code 2 * radius + 1} pixels a side. */
  static float[] box(float[] plane, int size, int radius) {
    if (radius < 1) {
      return plane.clone();
    }
    float[] rows = new float[plane.length];
    float[] out = new float[plane.length];
    float weight = 1f / (2 * radius + 1);
    for (int y = 0; y < size; y++) {
      int row = y * size;
      double sum = 0;
      for (int k = -radius; k <= radius; k++) {
        sum += plane[row + clamp(k, size)];
      }
      for (int x = 0; x < size; x++) {
        rows[row + x] = (float) (sum * weight);
        sum += plane[row + clamp(x + radius + 1, size)] - plane[row + clamp(x - radius, size)];
      }
    }
    double[] sums = new double[size];
    for (int k = -radius; k <= radius; k++) {
      int row = clamp(k, size) * size;
      for (int x = 0; x < size; x++) {
        sums[x] += rows[row + x];
      }
    }
    for (int y = 0; y < size; y++) {
      int add = clamp(y + radius + 1, size) * size;
      int drop = clamp(y - radius, size) * size;
      for (int x = 0; x < size; x++) {
        out[y * size + x] = (float) (sums[x] * weight);
        sums[x] += rows[add + x] - rows[drop + x];
      }
    }
    return out;
  }

  /** Gaussian of the given standard deviation in pixels, cut off at three of them. */
  static float[] gaussian(float[] plane, int size, double sigma) {
    if (sigma < 0.2) {
      return plane;
    }
    int radius = (int) Math.ceil(3 * sigma);
    float[] kernel = new float[2 * radius + 1];
    float sum = 0;
    for (int k = -radius; k <= radius; k++) {
      kernel[k + radius] = (float) StrictMath.exp(-k * k / (2 * sigma * sigma));
      sum += kernel[k + radius];
    }
    for (int k = 0; k < kernel.length; k++) {
      kernel[k] /= sum;
    }
    float[] rows = new float[plane.length];
    float[] out = new float[plane.length];
    float[] padded = new float[size + 2 * radius];
    float[] row = new float[size];
    for (int y = 0; y < size; y++) {
      System.arraycopy(plane, y * size, padded, radius, size);
      Arrays.fill(padded, 0, radius, plane[y * size]);
      Arrays.fill(padded, radius + size, padded.length, plane[y * size + size - 1]);
      Arrays.fill(row, 0);
      for (int k = 0; k < kernel.length; k++) {
        add(row, 0, padded, k, kernel[k], size);
      }
      System.arraycopy(row, 0, rows, y * size, size);
    }
    for (int y = 0; y < size; y++) {
      for (int k = -radius; k <= radius; k++) {
        add(out, y * size, rows, clamp(y + k, size) * size, kernel[k + radius], size);
      }
    }
    return out;
  }

  /** Adds a weighted row to another; a loop of its own, so that the compiler vectorises it. */
  private static void add(float[] to, int at, float[] from, int first, float weight, int n) {
    for (int i = 0; i < n; i++) {
      to[at + i] += weight * from[first + i];
    }
  }

  private static int clamp(int i, int size) {
    return Math.max(0, Math.min(size - 1, i));
  }
}
