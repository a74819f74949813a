package org.madenet.data.synthesis;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.madenet.core.ImageSize;

/**
 * Thin curves: cracks, scratches, hairs. A pen of constant width walks from a random place in a
 * direction that drifts; where it leaves the image it ends.
 */
final class StrokeMask {

  /** Length of the walk, of the image's shorter side, drawn on a logarithmic scale. */
  private static final double LEAST_LENGTH = 0.1;

  private static final double MOST_LENGTH = 1;

  /** Width of the pen, of the shorter side: one to four pixels of 128; at least one pixel. */
  private static final double LEAST_WIDTH = 1 / 128.0;

  private static final double MOST_WIDTH = 4 / 128.0;

  /** Standard deviation of the direction's drift over a way of the shorter side, in radians. */
  private static final double DRIFT = 1.5;

  /** Way between two marks, in pixels. */
  private static final double STEP = 0.5;

  private StrokeMask() {}

  /** Draws into {@code [H,W]}, whatever it holds; marks at least one pixel. */
  static void draw(SplittableRandom random, ImageSize size, float[] mask) {
    Arrays.fill(mask, 0, size.pixels(), 0);
    double side = Math.min(size.height(), size.width());
    double y = random.nextDouble(size.height());
    double x = random.nextDouble(size.width());
    double direction = random.nextDouble(2 * Math.PI);
    double length = side * LEAST_LENGTH * Math.pow(MOST_LENGTH / LEAST_LENGTH, random.nextDouble());
    double radius = Math.max(1, side * random.nextDouble(LEAST_WIDTH, MOST_WIDTH)) / 2;
    // Uniform steps with the variance of the drift's share.
    double turn = DRIFT * Math.sqrt(3 * STEP / side);
    for (double way = 0; way <= length; way += STEP) {
      if (!(y >= 0 && y < size.height() && x >= 0 && x < size.width())) {
        return;
      }
      mark(size, mask, y, x, radius);
      direction += random.nextDouble(-turn, turn);
      y += STEP * Math.sin(direction);
      x += STEP * Math.cos(direction);
    }
  }

  /** The pixel under the pen's middle, and those whose middle lies under the pen. */
  private static void mark(ImageSize size, float[] mask, double y, double x, double radius) {
    mask[(int) y * size.width() + (int) x] = 1;
    int bottom = Math.min(size.height() - 1, (int) (y + radius));
    int right = Math.min(size.width() - 1, (int) (x + radius));
    for (int row = Math.max(0, (int) (y - radius)); row <= bottom; row++) {
      for (int column = Math.max(0, (int) (x - radius)); column <= right; column++) {
        double down = row + 0.5 - y;
        double over = column + 0.5 - x;
        if (down * down + over * over <= radius * radius) {
          mask[row * size.width() + column] = 1;
        }
      }
    }
  }
}
