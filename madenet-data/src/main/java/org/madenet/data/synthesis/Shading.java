package org.madenet.data.synthesis;

import java.util.SplittableRandom;
import org.madenet.core.ImageSize;

/**
 * Soft changes of brightness and contrast in large blobs and bands: uneven light, uneven grinding,
 * a stain that lets the surface show through. Inside the mask a pixel {@code I} becomes {@code I +
 * w (mean + gain (I - mean) + shift - I)}, cut to [0,1], where {@code mean} is the image's own, and
 * the weight {@code w} rises from 0 at the mask's edge to 1 over a width that each sample draws, so
 * that most samples have no edge at all.
 */
final class Shading {

  /** Few cells: blobs and bands of a fifth of the image and more. */
  private static final PerlinMask BLOBS = new PerlinMask(0, 2, 0.2);

  /** Rise of the noise over which the weight goes from 0 to 1. */
  private static final double LEAST_SOFTNESS = 0.02;

  private static final double MOST_SOFTNESS = 0.4;

  private static final double LEAST_SHIFT = 0.05;
  private static final double MOST_SHIFT = 0.3;

  /** Contrast is multiplied by 2 to the power of at most this, up or down. */
  private static final double MOST_GAIN = 0.6;

  private Shading() {}

  /**
   * Draws where and how softly.
   *
   * @param weights receives {@code [H,W]}, 0 outside the mask and above 0 to 1 inside
   * @param mask receives {@code [H,W]}, 1 where the weight is above 0
   */
  static void drawMask(SplittableRandom random, ImageSize size, float[] weights, float[] mask) {
    BLOBS.drawNoise(random, size, weights);
    float level = (float) BLOBS.threshold();
    float softness = (float) random.nextDouble(LEAST_SOFTNESS, MOST_SOFTNESS);
    for (int i = 0; i < size.pixels(); i++) {
      float above = weights[i] - level;
      weights[i] = above > 0 ? Math.min(1, above / softness) : 0;
      mask[i] = above > 0 ? 1 : 0;
    }
  }

  /**
   * Draws the change and makes it.
   *
   * @param image {@code [channels,H,W]}, becomes the changed image
   */
  static void apply(
      SplittableRandom random, float[] weights, float[] image, int channels, int pixels) {
    float gain = (float) Math.pow(2, random.nextDouble(-MOST_GAIN, MOST_GAIN));
    float shift = (float) random.nextDouble(LEAST_SHIFT, MOST_SHIFT);
    shift = random.nextBoolean() ? shift : -shift;
    for (int at = 0; at < channels * pixels; at += pixels) {
      double sum = 0;
      for (int i = 0; i < pixels; i++) {
        sum += image[at + i];
      }
      float mean = (float) (sum / pixels);
      for (int i = 0; i < pixels; i++) {
        float value = image[at + i];
        float changed = value + weights[i] * (mean + gain * (value - mean) + shift - value);
        image[at + i] = Math.max(0, Math.min(1, changed));
      }
    }
  }
}
