package org.madenet.data.mini;

import java.util.Arrays;

/**
 * What a {@link Camera} does to every picture of one size that it takes: computed once, and used
 * for a defect and its twin without.
 */
final class Optics {

  private static final int STEPS = 1024;

  private final Camera camera;
  private final int size;
  private final float[] curve;
  private final float[] veil;
  private final float[] shade;

  Optics(Camera camera, int size) {
    this.camera = camera;
    this.size = size;
    curve = curve(camera.contrast());
    int n = size * size;
    float scale = size / 256f;
    veil = new float[n];
    shade = new float[n];
    double gx = StrictMath.cos(StrictMath.toRadians(camera.glareAngle()));
    double gy = StrictMath.sin(StrictMath.toRadians(camera.glareAngle()));
    for (int y = 0; y < size; y++) {
      double by = (y + 0.5) / scale - 128;
      for (int x = 0; x < size; x++) {
        double bx = (x + 0.5) / scale - 128;
        double corner = (bx * bx + by * by) / (2 * 128.0 * 128.0);
        shade[y * size + x] =
            (float) ((1 - camera.vignette() * corner) * camera.exposure() * (1 - covered(bx, by)));
        if (camera.glare() > 0) {
          double across = (bx * gx + by * gy - camera.glareOffset()) / 34;
          veil[y * size + x] = (float) (camera.glare() / (1 + across * across * across * across));
        }
      }
    }
  }

  /** What the sensor sees before noise: 0 to 255, planar RGB. */
  float[] expose(float[] light) {
    int n = size * size;
    float[] out = new float[3 * n];
    for (int c = 0; c < 3; c++) {
      float[] plane = Arrays.copyOfRange(light, c * n, (c + 1) * n);
      plane = Blur.gaussian(plane, size, camera.focus() * size / 256f);
      for (int i = 0; i < n; i++) {
        out[c * n + i] = tone(plane[i] * shade[i] + veil[i]);
      }
    }
    return out;
  }

  private double covered(double bx, double by) {
    double occlusion = camera.occlusion();
    if (occlusion == 0) {
      return 0;
    }
    double depth =
        switch (camera.occlusionSide()) {
          case 0 -> occlusion - (by + 128);
          case 1 -> occlusion - (128 - bx);
          case 2 -> occlusion - (128 - by);
          default -> occlusion - (bx + 128);
        };
    double t = Math.max(0, Math.min(1, (depth + 9) / 18));
    return 0.82 * t * t * (3 - 2 * t);
  }

  private static float[] curve(double contrast) {
    float[] curve = new float[STEPS + 2];
    for (int i = 0; i < curve.length; i++) {
      double linear = 2.0 * i / STEPS;
      // A gamma of 1/2.2 with a soft shoulder, as cameras have.
      double compressed = linear / (1 + 0.22 * linear * linear);
      curve[i] = (float) (255 * Math.min(1, StrictMath.pow(compressed, contrast / 2.2)));
    }
    return curve;
  }

  private float tone(float value) {
    float place = Math.max(0, Math.min(STEPS, value * (STEPS / 2f)));
    int i = (int) place;
    return curve[i] + (curve[i + 1] - curve[i]) * (place - i);
  }
}
