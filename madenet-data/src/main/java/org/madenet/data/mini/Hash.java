package org.madenet.data.mini;

/**
 * Random numbers as a pure function of a seed and coordinates: the same on every machine and in any
 * order.
 */
final class Hash {

  private Hash() {}

  /** Mixes a seed with a further number (the finaliser of SplitMix64). */
  static long mix(long seed, long value) {
    long z = seed + 0x9E3779B97F4A7C15L * (value + 1);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Uniform in [0,1) from a seed and a place. */
  static float unit(long seed, int x, int y) {
    return (mix(seed, ((long) y << 32) ^ (x & 0xFFFFFFFFL)) >>> 40) * 0x1.0p-24f;
  }

  /**
   * Smooth noise in [-1,1]: values at the points of the integer grid, blended with a quintic fade.
   *
   * @param seed of the field
   * @param x place in grid cells
   * @param y place in grid cells
   */
  static float smooth(long seed, double x, double y) {
    int x0 = (int) Math.floor(x);
    int y0 = (int) Math.floor(y);
    float fx = fade((float) (x - x0));
    float fy = fade((float) (y - y0));
    float top = lerp(unit(seed, x0, y0), unit(seed, x0 + 1, y0), fx);
    float bottom = lerp(unit(seed, x0, y0 + 1), unit(seed, x0 + 1, y0 + 1), fx);
    return 2 * lerp(top, bottom, fy) - 1;
  }

  /** Blends smoothly from 0 to 1. */
  static float fade(float t) {
    return t * t * t * (t * (t * 6 - 15) + 10);
  }

  private static float lerp(float a, float b, float t) {
    return a + (b - a) * t;
  }
}
