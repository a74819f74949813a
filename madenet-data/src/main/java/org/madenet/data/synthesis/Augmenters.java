package org.madenet.data.synthesis;

import java.util.SplittableRandom;
import org.madenet.core.ImageSize;

/**
 * The ten augmenters of DRAEM, each cheap: what changes single values goes through a table. A
 * random three, in random order, are applied. On grey planes hue and saturation change nothing, so
 * nine are left.
 */
final class Augmenters {

  private static final int KINDS = 10;
  private static final int HUE_SATURATION = KINDS - 1;

  /** Entries of a table over [0,1]. */
  private static final int LEVELS = 1024;

  private static final int BINS = 256;

  private Augmenters() {}

  /**
   * Applies three.
   *
   * @param planes {@code [C,H,W]} in [0,1], changed in place; at least that long
   * @param channels C, 1 or 3
   * @param scratch {@code [C,H,W]}; at least that long
   */
  static void applyThree(
      SplittableRandom random, float[] planes, int channels, ImageSize size, float[] scratch) {
    int kinds = channels == 1 ? KINDS - 1 : KINDS;
    int chosen = 0;
    for (int n = 0; n < 3; n++) {
      int kind = random.nextInt(kinds);
      while ((chosen >> kind & 1) != 0) {
        kind = random.nextInt(kinds);
      }
      chosen |= 1 << kind;
      apply(kind, random, planes, channels, size, scratch);
    }
  }

  static void apply(
      int kind,
      SplittableRandom random,
      float[] planes,
      int channels,
      ImageSize size,
      float[] scratch) {
    int n = channels * size.pixels();
    switch (kind) {
      case 0 -> gamma(random, planes, channels, size.pixels());
      case 1 -> brightness(random, planes, n);
      case 2 -> sharpness(random, planes, channels, size, scratch);
      case 3 -> solarize(random, planes, n);
      case 4 -> posterize(random, planes, n);
      case 5 -> invert(planes, n);
      case 6 -> autocontrast(random, planes, channels, size.pixels());
      case 7 -> equalize(planes, channels, size.pixels());
      case 8 -> rotate(random, planes, channels, size, scratch);
      case HUE_SATURATION -> hueAndSaturation(random, planes, size.pixels());
      default -> throw new IllegalArgumentException("no augmenter " + kind);
    }
  }

  /** Power 0.5 to 2, for each channel its own. */
  private static void gamma(SplittableRandom random, float[] planes, int channels, int pixels) {
    float[] table = new float[LEVELS];
    for (int c = 0; c < channels; c++) {
      double exponent = random.nextDouble(0.5, 2);
      for (int i = 0; i < LEVELS; i++) {
        table[i] = (float) StrictMath.pow(i / (LEVELS - 1.0), exponent);
      }
      lookUp(table, planes, c * pixels, (c + 1) * pixels);
    }
  }

  /** Times 0.8 to 1.2, plus -30 to 30 levels of 255. */
  private static void brightness(SplittableRandom random, float[] planes, int n) {
    float factor = (float) random.nextDouble(0.8, 1.2);
    float shift = (float) (random.nextDouble(-30, 30) / 255);
    for (int i = 0; i < n; i++) {
      planes[i] = clip(factor * planes[i] + shift);
    }
  }

  /** Away from, or towards, the mean of 3x3 pixels; the outermost pixels stay. */
  private static void sharpness(
      SplittableRandom random, float[] planes, int channels, ImageSize size, float[] scratch) {
    float gain = (float) random.nextDouble(-0.8, 2);
    int width = size.width();
    int pixels = size.pixels();
    for (int c = 0; c < channels; c++) {
      int base = c * pixels;
      // Sums of three rows, then of three columns.
      for (int i = width; i < pixels - width; i++) {
        scratch[i] = planes[base + i - width] + planes[base + i] + planes[base + i + width];
      }
      for (int y = 1; y < size.height() - 1; y++) {
        for (int i = y * width + 1; i < (y + 1) * width - 1; i++) {
          float mean = (scratch[i - 1] + scratch[i] + scratch[i + 1]) * (1 / 9f);
          float value = planes[base + i];
          planes[base + i] = clip(value + gain * (value - mean));
        }
      }
    }
  }

  /** Inverts what is brighter than 32 to 128 of 255. */
  private static void solarize(SplittableRandom random, float[] planes, int n) {
    float threshold = (float) (random.nextDouble(32, 128) / 255);
    for (int i = 0; i < n; i++) {
      float value = planes[i];
      planes[i] = value > threshold ? 1 - value : value;
    }
  }

  /** 4 to 64 levels. */
  private static void posterize(SplittableRandom random, float[] planes, int n) {
    int levels = 1 << random.nextInt(2, 7);
    float step = 1f / (levels - 1);
    for (int i = 0; i < n; i++) {
      planes[i] = step * (int) (planes[i] * (levels - 1) + 0.5f);
    }
  }

  private static void invert(float[] planes, int n) {
    for (int i = 0; i < n; i++) {
      planes[i] = 1 - planes[i];
    }
  }

  /** Stretches each channel to [0,1], up to a tenth of its values cut off at each end. */
  private static void autocontrast(
      SplittableRandom random, float[] planes, int channels, int pixels) {
    double cut = random.nextDouble(0.1) * pixels;
    for (int c = 0; c < channels; c++) {
      int[] histogram = histogram(planes, c * pixels, (c + 1) * pixels);
      int low = 0;
      for (long below = histogram[0]; below <= cut && low < BINS - 1; below += histogram[low]) {
        low++;
      }
      int high = BINS - 1;
      for (long above = histogram[high]; above <= cut && high > 0; above += histogram[high]) {
        high--;
      }
      if (high <= low) {
        continue;
      }
      float from = low / (BINS - 1f);
      float scale = (BINS - 1f) / (high - low);
      for (int i = c * pixels; i < (c + 1) * pixels; i++) {
        planes[i] = clip((planes[i] - from) * scale);
      }
    }
  }

  /** Gives each channel a flat histogram. */
  private static void equalize(float[] planes, int channels, int pixels) {
    float[] table = new float[BINS];
    for (int c = 0; c < channels; c++) {
      int[] histogram = histogram(planes, c * pixels, (c + 1) * pixels);
      float below = 0;
      for (int i = 0; i < BINS; i++) {
        table[i] = (below + 0.5f * histogram[i]) / pixels;
        below += histogram[i];
      }
      lookUp(table, planes, c * pixels, (c + 1) * pixels);
    }
  }

  /** Turns by -45 to 45 degrees about the centre; beyond its border the image is mirrored. */
  private static void rotate(
      SplittableRandom random, float[] planes, int channels, ImageSize size, float[] scratch) {
    double angle = StrictMath.toRadians(random.nextDouble(-45, 45));
    float cos = (float) StrictMath.cos(angle);
    float sin = (float) StrictMath.sin(angle);
    int width = size.width();
    int height = size.height();
    int pixels = size.pixels();
    float centreX = (width - 1) / 2f;
    float centreY = (height - 1) / 2f;
    for (int y = 0, at = 0; y < height; y++) {
      float fromX = centreX - cos * centreX + sin * (y - centreY);
      float fromY = centreY + sin * centreX + cos * (y - centreY);
      for (int x = 0; x < width; x++, at++) {
        float u = mirror(fromX + cos * x, width - 1);
        float v = mirror(fromY - sin * x, height - 1);
        int left = (int) u;
        int top = (int) v;
        int right = left < width - 1 ? 1 : 0;
        int down = top < height - 1 ? width : 0;
        float du = u - left;
        float dv = v - top;
        int i = top * width + left;
        for (int c = 0; c < channels; c++, i += pixels) {
          float upper = planes[i] + du * (planes[i + right] - planes[i]);
          float lower = planes[i + down] + du * (planes[i + down + right] - planes[i + down]);
          scratch[c * pixels + at] = upper + dv * (lower - upper);
        }
      }
    }
    System.arraycopy(scratch, 0, planes, 0, channels * pixels);
  }

  /** Into {@code [0, last]} by mirroring at both ends, once or more. */
  private static float mirror(float position, int last) {
    float p = Math.abs(position);
    while (p > last) {
      if (last == 0) {
        return 0;
      }
      p = Math.abs(2 * last - p);
    }
    return p;
  }

  /**
   * Hue turned by -70 to 70 degrees (50 of the 256 steps that DRAEM counts) about the grey axis,
   * saturation times 0.6 to 1.4: one matrix for all pixels, in place of hue and saturation of each.
   */
  private static void hueAndSaturation(SplittableRandom random, float[] planes, int pixels) {
    double angle = StrictMath.toRadians(random.nextDouble(-70, 70));
    double saturation = random.nextDouble(0.6, 1.4);
    double along = saturation * StrictMath.cos(angle);
    double across = saturation * StrictMath.sin(angle) / Math.sqrt(3);
    double third = (1 - along) / 3;
    float same = (float) (along + third);
    float next = (float) (third - across);
    float previous = (float) (third + across);
    for (int i = 0; i < pixels; i++) {
      float red = planes[i];
      float green = planes[pixels + i];
      float blue = planes[2 * pixels + i];
      planes[i] = clip(same * red + next * green + previous * blue);
      planes[pixels + i] = clip(previous * red + same * green + next * blue);
      planes[2 * pixels + i] = clip(next * red + previous * green + same * blue);
    }
  }

  private static int[] histogram(float[] values, int from, int to) {
    int[] histogram = new int[BINS];
    for (int i = from; i < to; i++) {
      histogram[(int) (values[i] * (BINS - 1) + 0.5f)]++;
    }
    return histogram;
  }

  private static void lookUp(float[] table, float[] values, int from, int to) {
    int last = table.length - 1;
    for (int i = from; i < to; i++) {
      values[i] = table[(int) (values[i] * last + 0.5f)];
    }
  }

  private static float clip(float value) {
    return Math.max(0, Math.min(1, value));
  }
}
