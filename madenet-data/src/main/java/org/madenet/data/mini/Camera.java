package org.madenet.data.mini;

import java.util.SplittableRandom;

/**
 * Focus, exposure and noise.
 *
 * @param focus blur in board units, standard deviation
 * @param exposure factor on the light
 * @param contrast exponent of the tone curve, 1 = plain
 * @param noise standard deviation of the sensor noise, in grey levels of 255
 * @param vignette darkening of the corners, 0 to 1
 * @param glare strength of a broad reflection across the image, 0 = none
 * @param glareAngle direction of the reflection in degrees
 * @param glareOffset its distance from the image centre in board units
 * @param occlusion how far a blurred dark thing reaches into the image from one side, in board
 *     units; 0 = none
 * @param occlusionSide 0 to 3: top, right, bottom, left
 */
record Camera(
    double focus,
    double exposure,
    double contrast,
    double noise,
    double vignette,
    double glare,
    double glareAngle,
    double glareOffset,
    double occlusion,
    int occlusionSide) {

  static Camera draw(SplittableRandom random) {
    boolean glare = random.nextInt(6) == 0;
    boolean occluded = random.nextInt(10) == 0;
    double soft = random.nextDouble();
    return new Camera(
        0.45 + 0.9 * soft * soft,
        0.8 + random.nextDouble(0.42),
        0.85 + random.nextDouble(0.35),
        1 + random.nextDouble(2.5),
        random.nextDouble(0.25),
        glare ? 0.08 + random.nextDouble(0.2) : 0,
        random.nextDouble(180),
        random.nextDouble(-90, 90),
        occluded ? 8 + random.nextDouble(22) : 0,
        random.nextInt(4));
  }

  /** Adds the sensor's noise and rounds: packed 0xRRGGBB. */
  int[] digitise(float[] exposed, int size, long seed) {
    int n = size * size;
    int[] out = new int[n];
    for (int i = 0; i < n; i++) {
      long bits = Hash.mix(seed, i);
      int rgb = 0;
      for (int c = 0; c < 3; c++) {
        // Sum of two uniform numbers: a triangle, near enough to a Gaussian for a sensor; variance
        // 1/6.
        float a = ((bits >>> (c * 20)) & 0x3FF) / 1024f;
        float b = ((bits >>> (c * 20 + 10)) & 0x3FF) / 1024f;
        float value = exposed[c * n + i] + (float) noise * 2.449f * (a + b - 1);
        rgb = rgb << 8 | (int) (Math.max(0, Math.min(255, value)) + 0.5f);
      }
      out[i] = rgb;
    }
    return out;
  }
}
