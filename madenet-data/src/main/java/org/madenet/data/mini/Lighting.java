package org.madenet.data.mini;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A lamp from one side, a ring light from above, and light from everywhere.
 *
 * @param azimuth direction the lamp shines from, in degrees
 * @param elevation of the lamp above the board, in degrees
 * @param lamp strength of the lamp
 * @param ambient strength of the light from everywhere
 * @param ring strength of the ring light's mirror image on bright metal
 * @param warmth -1 (bluish) to 1 (yellowish)
 */
record Lighting(
    double azimuth, double elevation, double lamp, double ambient, double ring, double warmth) {

  private static final int SHADOW_STEPS = 9;
  private static final float SHADOW_STEP = 2.2f;

  static Lighting draw(SplittableRandom random) {
    return new Lighting(
        random.nextDouble(360),
        38 + random.nextDouble(30),
        0.45 + random.nextDouble(0.35),
        0.42 + random.nextDouble(0.2),
        0.45 + random.nextDouble(0.5),
        random.nextDouble(-1, 1));
  }

  /** Lights a surface: linear RGB, planar, {@code 3 * size * size} values. */
  float[] shade(Surface s) {
    int n = s.size;
    float[] open = openness(s);
    float[] out = new float[3 * n * n];
    double az = StrictMath.toRadians(azimuth);
    double el = StrictMath.toRadians(elevation);
    float lx = (float) (StrictMath.cos(az) * StrictMath.cos(el));
    float ly = (float) (StrictMath.sin(az) * StrictMath.cos(el));
    float lz = (float) StrictMath.sin(el);
    float hx = lx;
    float hy = ly;
    float hz = lz + 1;
    float hn = (float) Math.sqrt(hx * hx + hy * hy + hz * hz);
    hx /= hn;
    hy /= hn;
    hz /= hn;
    float slope = (float) StrictMath.tan(el);
    float warmRed = (float) (1 + 0.06 * warmth);
    float warmBlue = (float) (1 - 0.08 * warmth);
    float lampStrength = (float) lamp;
    float ambientStrength = (float) ambient;
    float ringStrength = (float) ring;
    float[] lit = lit(s, lx, ly, slope);
    for (int y = 0; y < n; y++) {
      int up = Math.max(0, y - 1) * n;
      int down = Math.min(n - 1, y + 1) * n;
      for (int x = 0; x < n; x++) {
        int i = y * n + x;
        int left = x == 0 ? i : i - 1;
        int right = x == n - 1 ? i : i + 1;
        float gx = (s.height[right] - s.height[left]) * 0.5f * s.scale;
        float gy = (s.height[down + x] - s.height[up + x]) * 0.5f * s.scale;
        float inv = 1 / (float) Math.sqrt(gx * gx + gy * gy + 1);
        float nx = -gx * inv;
        float ny = -gy * inv;
        float nz = inv;
        float diffuse = Math.max(0, nx * lx + ny * ly + nz * lz) * lampStrength * lit[i];
        float gloss = s.gloss[i];
        float body = (1 - 0.45f * gloss) * (diffuse + ambientStrength * open[i]);
        float mirror = Math.max(0, nx * hx + ny * hy + nz * hz);
        float m2 = mirror * mirror;
        float m4 = m2 * m2;
        float m8 = m4 * m4;
        float m16 = m8 * m8;
        float highlight = gloss * lampStrength * lit[i] * 1.3f * m16 * m16;
        // The ring light is a bright circle at about 35 degrees off the axis: seen where a mirror
        // tilts by half of that.
        float off = (nz - 0.953f) * 22;
        float circle = 1 / (1 + off * off);
        float glance = gloss * ringStrength * 0.55f * circle * circle * open[i];
        float spec = highlight + glance;
        out[i] = warmRed * (s.red[i] * body + spec * (0.55f + 0.45f * s.red[i]));
        out[n * n + i] = s.green[i] * body + spec * (0.55f + 0.45f * s.green[i]);
        out[2 * n * n + i] = warmBlue * (s.blue[i] * body + spec * (0.55f + 0.45f * s.blue[i]));
      }
    }
    return out;
  }

  /** Share of the lamp's light that nothing tall blocks: 0 in shadow, 1 outside. */
  private static float[] lit(Surface s, float lx, float ly, float slope) {
    int n = s.size;
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float h : s.height) {
      low = Math.min(low, h);
      high = Math.max(high, h);
    }
    float[] blocked = new float[n * n];
    float[] far = new float[n];
    for (int k = 1; k <= SHADOW_STEPS; k++) {
      float rise = k * SHADOW_STEP * slope;
      if (high - low <= rise) {
        break;
      }
      int dx = Math.round(lx * k * SHADOW_STEP * s.scale);
      int dy = Math.round(ly * k * SHADOW_STEP * s.scale);
      for (int y = 0; y < n; y++) {
        int row = Math.max(0, Math.min(n - 1, y + dy)) * n;
        int from = Math.min(n, Math.max(0, -dx));
        int to = Math.max(0, Math.min(n, n - dx));
        Arrays.fill(far, 0, from, s.height[row]);
        System.arraycopy(s.height, row + from + dx, far, from, to - from);
        Arrays.fill(far, to, n, s.height[row + n - 1]);
        block(blocked, s.height, y * n, far, rise);
      }
    }
    for (int i = 0; i < blocked.length; i++) {
      blocked[i] = 1 - 0.8f * Math.min(1, blocked[i] / 2.5f);
    }
    return blocked;
  }

  private static void block(float[] blocked, float[] own, int at, float[] far, float rise) {
    for (int x = 0; x < far.length; x++) {
      blocked[at + x] = Math.max(blocked[at + x], far[x] - own[at + x] - rise);
    }
  }

  /** How much of the sky a place sees: less beside tall parts. */
  private static float[] openness(Surface s) {
    float[] mean =
        Blur.box(
            Blur.box(s.height, s.size, Math.round(5 * s.scale)), s.size, Math.round(5 * s.scale));
    float[] open = new float[mean.length];
    for (int i = 0; i < open.length; i++) {
      open[i] = Math.max(0.35f, Math.min(1.1f, 1 - 0.075f * (mean[i] - s.height[i])));
    }
    return open;
  }
}
