package org.madenet.data.synthesis;

import java.util.SplittableRandom;
import org.madenet.core.Checks;
import org.madenet.core.ImageSize;

/**
 * Gradient noise (Perlin, 1985) with his fade of degree five (2002) over an image of any size. The
 * lattice is as large as the rotated image needs: a rotation leaves no empty corners. Values lie in
 * about [-0.71, 0.71] and are 0 at the lattice's nodes. Immutable and safe for use by several
 * threads.
 */
public final class PerlinNoise {

  private static final int DIRECTIONS = 256;
  private static final float[] UNIT_VECTORS = new float[2 * DIRECTIONS];

  static {
    for (int i = 0; i < DIRECTIONS; i++) {
      double angle = 2 * Math.PI * i / DIRECTIONS;
      UNIT_VECTORS[2 * i] = (float) StrictMath.cos(angle);
      UNIT_VECTORS[2 * i + 1] = (float) StrictMath.sin(angle);
    }
  }

  private final ImageSize size;
  private final PixelLattice lattice;
  private final float[] gradients;

  /**
   * Draws a noise.
   *
   * @param size height and width in pixels
   * @param cellHeight pixels per lattice cell across the rotated rows, positive
   * @param cellWidth pixels per lattice cell along the rotated rows, positive
   * @param degrees rotation about the image's centre
   * @param random decides phase and gradients
   */
  public PerlinNoise(
      ImageSize size,
      double cellHeight,
      double cellWidth,
      double degrees,
      SplittableRandom random) {
    Checks.positive("cellHeight", cellHeight);
    Checks.positive("cellWidth", cellWidth);
    this.size = size;
    this.lattice = PixelLattice.of(size, cellWidth, cellHeight, degrees, 0, random);
    this.gradients = new float[2 * lattice.nodes()];
    long bits = 0;
    for (int i = 0; i < gradients.length; i += 2) {
      bits = (i & 15) == 0 ? random.nextLong() : bits >>> 8;
      int direction = (int) bits & (DIRECTIONS - 1);
      gradients[i] = UNIT_VECTORS[2 * direction];
      gradients[i + 1] = UNIT_VECTORS[2 * direction + 1];
    }
  }

  /**
   * The noise.
   *
   * @return {@code [H,W]}
   */
  public float[] values() {
    float[] values = new float[size.pixels()];
    addTo(values, 1);
    return values;
  }

  /** Adds the noise times an amplitude to {@code [H,W]}. */
  void addTo(float[] out, float amplitude) {
    int stride = 2 * lattice.columns();
    float ux = lattice.ux();
    float vx = lattice.vx();
    float[] g = gradients;
    for (int y = 0, at = 0; y < size.height(); y++) {
      float u0 = lattice.u0() + lattice.uy() * y;
      float v0 = lattice.v0() + lattice.vy() * y;
      for (int x = 0; x < size.width(); x++, at++) {
        float u = u0 + ux * x;
        float v = v0 + vx * x;
        int column = (int) u;
        int row = (int) v;
        u -= column;
        v -= row;
        int node = row * stride + 2 * column;
        int below = node + stride;
        float upperLeft = g[node] * u + g[node + 1] * v;
        float upperRight = g[node + 2] * (u - 1) + g[node + 3] * v;
        float lowerLeft = g[below] * u + g[below + 1] * (v - 1);
        float lowerRight = g[below + 2] * (u - 1) + g[below + 3] * (v - 1);
        float right = u * u * u * (u * (u * 6 - 15) + 10);
        float down = v * v * v * (v * (v * 6 - 15) + 10);
        float upper = upperLeft + right * (upperRight - upperLeft);
        float lower = lowerLeft + right * (lowerRight - lowerLeft);
        out[at] += amplitude * (upper + down * (lower - upper));
      }
    }
  }
}
