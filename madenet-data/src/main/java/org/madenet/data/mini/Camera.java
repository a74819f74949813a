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

  /** What the sensor sees before noise: 0 to 255, planar RGB. */
  float[] expose(float[] light, int size) {
    int n = size * size;
    float scale = size / 256f;
    float[] out = new float[3 * n];
    double gx = StrictMath.cos(StrictMath.toRadians(glareAngle));
    double gy = StrictMath.sin(StrictMath.toRadians(glareAngle));
    float[] curve = curve();
    float[] veil = new float[n];
    float[] shade = new float[n];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        double bx = (x + 0.5) / scale - 128;
        double by = (y + 0.5) / scale - 128;
        double corner = (bx * bx + by * by) / (2 * 128.0 * 128.0);
        double across = (bx * gx + by * gy - glareOffset) / 34;
        veil[y * size + x] = (float) (glare / (1 + across * across * across * across));
        shade[y * size + x] = (float) ((1 - vignette * corner) * (1 - covered(bx, by)));
      }
    }
    for (int c = 0; c < 3; c++) {
      float[] plane = java.util.Arrays.copyOfRange(light, c * n, (c + 1) * n);
      plane = Blur.gaussian(plane, size, focus * scale);
      for (int i = 0; i < n; i++) {
        float value = (float) (plane[i] * exposure * shade[i]) + veil[i];
        out[c * n + i] = tone(curve, value);
      }
    }
    return out;
  }

  private double covered(double bx, double by) {
    if (occlusion == 0) {
      return 0;
    }
    double depth =
        switch (occlusionSide) {
          case 0 -> occlusion - (by + 128);
          case 1 -> occlusion - (128 - bx);
          case 2 -> occlusion - (128 - by);
          default -> occlusion - (bx + 128);
        };
    double t = Math.max(0, Math.min(1, (depth + 9) / 18));
    return 0.82 * t * t * (3 - 2 * t);
  }

  private static final int STEPS = 1024;

  private float[] curve() {
    float[] curve = new float[STEPS + 2];
    for (int i = 0; i < curve.length; i++) {
      double linear = 2.0 * i / STEPS;
      // A gamma of 1/2.2 with a soft shoulder, as cameras have.
      double compressed = linear / (1 + 0.22 * linear * linear);
      curve[i] = (float) (255 * Math.min(1, StrictMath.pow(compressed, contrast / 2.2)));
    }
    return curve;
  }

  private static float tone(float[] curve, float value) {
    float place = Math.max(0, Math.min(STEPS, value * (STEPS / 2f)));
    int i = (int) place;
    return curve[i] + (curve[i + 1] - curve[i]) * (place - i);
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
        rgb = rgb << 8 | Math.max(0, Math.min(255, Math.round(value)));
      }
      out[i] = rgb;
    }
    return out;
  }
}
