package org.madenet.data.mini;

/**
 * {@link Hash#smooth Smooth noise} along the rows of pixels of a layer. Every point of the noise's
 * grid is hashed once and not once per pixel.
 */
final class NoiseRow {

  private final long seed;
  private final double frequency;
  private final float scale;
  private final int first;
  private final int[] cell;
  private final float[] fade;
  private final int firstCell;
  private float[] above;
  private float[] below;
  private final float[] line;
  private int row = Integer.MIN_VALUE;

  /**
   * Noise for some columns.
   *
   * @param seed of the field
   * @param frequency grid cells per board unit
   * @param scale pixels per board unit
   * @param first the first column of pixels
   * @param last the last one
   */
  NoiseRow(long seed, double frequency, float scale, int first, int last) {
    this.seed = seed;
    this.frequency = frequency;
    this.scale = scale;
    this.first = first;
    int n = last - first + 1;
    cell = new int[n];
    fade = new float[n];
    for (int i = 0; i < n; i++) {
      double x = (first + i + 0.5) / scale * frequency;
      cell[i] = (int) Math.floor(x);
      fade[i] = Hash.fade((float) (x - cell[i]));
    }
    firstCell = cell[0];
    for (int i = 0; i < n; i++) {
      cell[i] -= firstCell;
    }
    int cells = cell[n - 1] + 2;
    above = new float[cells];
    below = new float[cells];
    line = new float[cells];
  }

  /** Goes to a row of pixels; rows in their order are cheapest. */
  void moveTo(int py) {
    double y = (py + 0.5) / scale * frequency;
    int at = (int) Math.floor(y);
    if (at != row) {
      if (at == row + 1) {
        float[] swap = above;
        above = below;
        below = swap;
      } else {
        hash(above, at);
      }
      hash(below, at + 1);
      row = at;
    }
    float t = Hash.fade((float) (y - at));
    for (int i = 0; i < line.length; i++) {
      line[i] = above[i] + (below[i] - above[i]) * t;
    }
  }

  private void hash(float[] values, int y) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Hash.unit(seed, firstCell + i, y);
    }
  }

  /** The noise at a column of pixels, -1 to 1. */
  float at(int px) {
    int i = px - first;
    float left = line[cell[i]];
    return 2 * (left + (line[cell[i] + 1] - left) * fade[i]) - 1;
  }
}
