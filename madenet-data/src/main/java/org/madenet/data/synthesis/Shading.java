package org.madenet.data.synthesis;

import java.util.SplittableRandom;
import org.madenet.core.ImageSize;

/**
 * Changes of brightness and contrast in large regions that keep the image's texture: uneven
 * grinding, another finish, a stain that lets the surface show through. Inside the mask a pixel
 * {@code I} becomes {@code I + w (mean + gain (I - mean) + shift - I)}, cut to [0,1], where {@code
 * mean} is that of all pixels with a weight, also those that a foreground leaves out of the mask.
 * The weight {@code w} rises from 0 at the border to 1 within a short way: what has soft borders
 * all around is the light, which is uneven on normal images too, and a network that learns to mark
 * it marks those.
 */
final class Shading {

  /** Few cells: blobs and bands of a fifth of the image and more. */
  private static final PerlinMask BLOBS = new PerlinMask(0, 2, 0.2);

  /** Rise of the noise over which the weight goes from 0 to 1. */
  private static final double LEAST_SOFTNESS = 0.005;

  private static final double MOST_SOFTNESS = 0.05;
  private static final double MOST_SHIFT = 0.25;

  /** Contrast is multiplied by 2 to the power of at most this, up or down. */
  private static final double MOST_GAIN = 1;

  private Shading() {}

  /**
   * Draws where and how softly.
   *
   * @param weights receives {@code [H,W]}, 0 outside the region and above 0 to 1 inside
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
   * @param weights {@code [H,W]}, above 0 somewhere
   * @param image {@code [channels,H,W]}, becomes the changed image
   */
  static void apply(
      SplittableRandom random, float[] weights, float[] image, int channels, int pixels) {
    float gain = (float) StrictMath.pow(2, random.nextDouble(-MOST_GAIN, MOST_GAIN));
    float shift = (float) random.nextDouble(-MOST_SHIFT, MOST_SHIFT);
    for (int at = 0; at < channels * pixels; at += pixels) {
      double sum = 0;
      double marked = 0;
      for (int i = 0; i < pixels; i++) {
        sum += weights[i] * image[at + i];
        marked += weights[i];
      }
      float mean = (float) (sum / marked);
      for (int i = 0; i < pixels; i++) {
        float value = image[at + i];
        float changed = value + weights[i] * (mean + gain * (value - mean) + shift - value);
        image[at + i] = Math.max(0, Math.min(1, changed));
      }
    }
  }
}
