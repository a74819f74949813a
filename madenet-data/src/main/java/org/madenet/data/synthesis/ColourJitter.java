package org.madenet.data.synthesis;

import java.util.SplittableRandom;
import org.madenet.core.Checks;

/**
 * Small random changes of colour, torchvision's {@code ColorJitter}: brightness, contrast and
 * saturation are multiplied by factors drawn uniformly from {@code [1 - x, 1 + x]}, the hue is
 * turned by a share of the circle drawn from {@code [-hue, hue]}, in a random order. Values stay in
 * [0,1].
 *
 * @param brightness x of the factor of all values, in [0,1]
 * @param contrast x of the factor of the distance to the mean grey level, in [0,1]
 * @param saturation x of the factor of the distance to the pixel's grey level, in [0,1]
 * @param hue largest turn, as a share of the circle, in [0,0.5]
 */
public record ColourJitter(double brightness, double contrast, double saturation, double hue) {

  /** No change. */
  public static final ColourJitter NONE = new ColourJitter(0, 0, 0, 0);

  private static final int KINDS = 4;

  /** Checks the ranges. */
  public ColourJitter {
    Checks.probability("brightness", brightness);
    Checks.probability("contrast", contrast);
    Checks.probability("saturation", saturation);
    if (!(hue >= 0 && hue <= 0.5)) {
      throw new IllegalArgumentException("hue must be in [0,0.5], but is " + hue);
    }
  }

  /**
   * The same number for all four, as CutPaste has it.
   *
   * @param strength in [0,0.5]
   * @return a jitter
   */
  public static ColourJitter of(double strength) {
    return new ColourJitter(strength, strength, strength, strength);
  }

  /**
   * Changes colours in place.
   *
   * @param random decides everything; untouched by {@link #NONE}
   * @param values hold three planes of {@code pixels} values in [0,1] each, one after the other
   * @param at where they begin
   * @param pixels of each plane
   */
  public void apply(SplittableRandom random, float[] values, int at, int pixels) {
    if (equals(NONE)) {
      return;
    }
    int[] order = {0, 1, 2, 3};
    for (int i = KINDS - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    float byBrightness = factor(random, brightness);
    float byContrast = factor(random, contrast);
    float bySaturation = factor(random, saturation);
    float turn = (float) ((2 * random.nextDouble() - 1) * hue);
    for (int kind : order) {
      switch (kind) {
        case 0 -> brighten(values, at, pixels, byBrightness);
        case 1 -> contrast(values, at, pixels, byContrast);
        case 2 -> saturate(values, at, pixels, bySaturation);
        default -> turnHue(values, at, pixels, turn);
      }
    }
  }

  private static float factor(SplittableRandom random, double spread) {
    return (float) (1 + (2 * random.nextDouble() - 1) * spread);
  }

  static void brighten(float[] values, int at, int pixels, float factor) {
    for (int i = at; i < at + 3 * pixels; i++) {
      values[i] = clip(factor * values[i]);
    }
  }

  static void contrast(float[] values, int at, int pixels, float factor) {
    double sum = 0;
    for (int i = at; i < at + pixels; i++) {
      sum += grey(values, i, pixels);
    }
    float mean = (float) (sum / pixels);
    for (int i = at; i < at + 3 * pixels; i++) {
      values[i] = clip(mean + factor * (values[i] - mean));
    }
  }

  static void saturate(float[] values, int at, int pixels, float factor) {
    for (int i = at; i < at + pixels; i++) {
      float grey = grey(values, i, pixels);
      for (int c = 0; c < 3; c++) {
        int p = i + c * pixels;
        values[p] = clip(grey + factor * (values[p] - grey));
      }
    }
  }

  /** Turns the hue of HSV; grey stays grey. */
  static void turnHue(float[] values, int at, int pixels, float turn) {
    for (int i = at; i < at + pixels; i++) {
      float red = values[i];
      float green = values[i + pixels];
      float blue = values[i + 2 * pixels];
      float highest = Math.max(red, Math.max(green, blue));
      float range = highest - Math.min(red, Math.min(green, blue));
      if (range == 0) {
        continue;
      }
      float hue;
      if (highest == red) {
        hue = (green - blue) / range;
      } else if (highest == green) {
        hue = 2 + (blue - red) / range;
      } else {
        hue = 4 + (red - green) / range;
      }
      float turned = hue + 6 * turn;
      values[i] = channel(turned + 5, highest, range);
      values[i + pixels] = channel(turned + 3, highest, range);
      values[i + 2 * pixels] = channel(turned + 1, highest, range);
    }
  }

  /**
   * A channel of a colour: {@code v - range * max(0, min(k, 4 - k, 1))} with k the place on a
   * circle of six, 5 further than the hue for red, 3 for green, 1 for blue.
   */
  private static float channel(float place, float highest, float range) {
    float k = place - 6 * (float) Math.floor(place / 6);
    return clip(highest - range * Math.max(0, Math.min(Math.min(k, 4 - k), 1)));
  }

  /** Luma with the weights of ITU-R 601, as torchvision rounds them. */
  private static float grey(float[] values, int i, int pixels) {
    return 0.2989f * values[i] + 0.587f * values[i + pixels] + 0.114f * values[i + 2 * pixels];
  }

  private static float clip(float value) {
    return Math.max(0, Math.min(1, value));
  }
}
