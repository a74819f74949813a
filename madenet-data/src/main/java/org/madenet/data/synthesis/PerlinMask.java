package org.madenet.data.synthesis;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.madenet.core.Checks;
import org.madenet.core.ImageSize;

/**
 * Random blobs: Perlin noise times the square root of 2, rotated by -90 to 90 degrees, marked where
 * it is above a threshold. The number of cells per axis is 2 to the power of an exponent that is
 * drawn for each axis by itself, so blobs are round or long, few or many. DRAEM (Zavrtanik and
 * others, 2021) draws masks like this, with exponents 0 to 5 and threshold 0.5.
 *
 * <p>In small images a scale with cells of less than {@link #LEAST_CELL} pixels is lowered until
 * they are that large: there would be single pixels, not blobs.
 *
 * @param minExponent smallest exponent, 0 to 10
 * @param maxExponent largest exponent, {@code minExponent} to 10
 * @param threshold in [0,1); noise times the square root of 2 is rarely above 0.9
 */
public record PerlinMask(int minExponent, int maxExponent, double threshold) {

  /** Smallest cell in pixels, 4. */
  public static final int LEAST_CELL = 4;

  private static final int MAX_EXPONENT = 10;

  /** Checks the ranges. */
  public PerlinMask {
    Checks.between("minExponent", minExponent, 0, MAX_EXPONENT);
    Checks.between("maxExponent", maxExponent, minExponent, MAX_EXPONENT);
    if (!(threshold >= 0 && threshold < 1)) {
      throw new IllegalArgumentException("threshold must be in [0,1), but is " + threshold);
    }
  }

  /**
   * Draws a mask, perhaps an empty one.
   *
   * @param random decides everything
   * @param size height and width
   * @return {@code [H,W]}, 1 where marked and 0 elsewhere
   */
  public float[] draw(SplittableRandom random, ImageSize size) {
    float[] mask = new float[size.pixels()];
    draw(random, size, mask);
    return mask;
  }

  /** Draws into {@code [H,W]}, whatever it holds. */
  void draw(SplittableRandom random, ImageSize size, float[] mask) {
    drawNoise(random, size, mask);
    float level = (float) threshold;
    for (int i = 0; i < size.pixels(); i++) {
      mask[i] = mask[i] > level ? 1 : 0;
    }
  }

  /** Draws the noise under a mask, times the square root of 2, into {@code [H,W]}. */
  void drawNoise(SplittableRandom random, ImageSize size, float[] noise) {
    double cellHeight = cell(random, size.height());
    double cellWidth = cell(random, size.width());
    double degrees = random.nextDouble(-90, 90);
    Arrays.fill(noise, 0, size.pixels(), 0);
    new PerlinNoise(size, cellHeight, cellWidth, degrees, random)
        .addTo(noise, (float) Math.sqrt(2));
  }

  private double cell(SplittableRandom random, int pixels) {
    int cells = 1 << random.nextInt(minExponent, maxExponent + 1);
    while (cells > 1 && pixels < LEAST_CELL * cells) {
      cells /= 2;
    }
    return (double) pixels / cells;
  }
}
