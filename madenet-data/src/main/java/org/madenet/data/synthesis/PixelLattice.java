package org.madenet.data.synthesis;

import java.util.SplittableRandom;
import org.madenet.core.ImageSize;

/**
 * A rotated lattice under an image: the pixel in column x and row y lies at {@code (u0 + ux x + uy
 * y, v0 + vx x + vy y)}, and every pixel lies between node 0 and the node before the last of both
 * axes, so that all four corners of its cell exist.
 *
 * @param u0 first lattice coordinate of the upper left pixel's centre
 * @param ux its change per column
 * @param uy its change per row
 * @param v0 second lattice coordinate of the upper left pixel's centre
 * @param vx its change per column
 * @param vy its change per row
 * @param columns nodes along u
 * @param rows nodes along v
 */
record PixelLattice(
    float u0, float ux, float uy, float v0, float vx, float vy, int columns, int rows) {

  /** Keeps rounding in float from leaving the lattice. */
  private static final double MARGIN = 0.01;

  /**
   * A lattice with a random phase.
   *
   * @param size of the image
   * @param cellWidth pixels per cell along u
   * @param cellHeight pixels per cell along v
   * @param degrees rotation about the image's centre
   * @param border further nodes on every side
   * @param random gives the phase
   */
  static PixelLattice of(
      ImageSize size,
      double cellWidth,
      double cellHeight,
      double degrees,
      int border,
      SplittableRandom random) {
    double angle = StrictMath.toRadians(degrees);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double ux = cos / cellWidth;
    double uy = sin / cellWidth;
    double vx = -sin / cellHeight;
    double vy = cos / cellHeight;
    double left = (size.width() - 1) / 2.0;
    double top = (size.height() - 1) / 2.0;
    double reachU = Math.abs(ux) * left + Math.abs(uy) * top;
    double reachV = Math.abs(vx) * left + Math.abs(vy) * top;
    double centreU = border + reachU + MARGIN + random.nextDouble();
    double centreV = border + reachV + MARGIN + random.nextDouble();
    return new PixelLattice(
        (float) (centreU - ux * left - uy * top),
        (float) ux,
        (float) uy,
        (float) (centreV - vx * left - vy * top),
        (float) vx,
        (float) vy,
        (int) (centreU + reachU + MARGIN) + 2 + border,
        (int) (centreV + reachV + MARGIN) + 2 + border);
  }

  int nodes() {
    return Math.multiplyExact(columns, rows);
  }
}
