package org.madenet.sfad;

import org.madenet.core.ImageSize;

/** The p x p window of equation (6) around every cell of a map. */
final class Neighbourhood {

  private final int height;
  private final int width;
  private final int side;
  private final int radius;

  Neighbourhood(ImageSize size, int side) {
    this.height = size.height();
    this.width = size.width();
    this.side = side;
    this.radius = side / 2;
  }

  /** Equation (7) as a mean over those members of the window that lie on the map. */
  void mean(float[] from, int start, float[] to) {
    float[] horizontal = new float[height * width];
    for (int y = 0; y < height; y++) {
      int row = start + y * width;
      for (int x = 0; x < width; x++) {
        int left = Math.max(0, x - radius);
        int right = Math.min(width - 1, x + radius);
        float sum = 0;
        for (int i = left; i <= right; i++) {
          sum += from[row + i];
        }
        horizontal[y * width + x] = sum / (right - left + 1);
      }
    }
    for (int y = 0; y < height; y++) {
      int top = Math.max(0, y - radius);
      int bottom = Math.min(height - 1, y + radius);
      float share = 1f / (bottom - top + 1);
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int i = top; i <= bottom; i++) {
          sum += horizontal[i * width + x];
        }
        to[y * width + x] = sum * share;
      }
    }
  }

  /**
   * Adds to every cell the value that lies at one member of its window, 0 outside the map.
   *
   * @param member 0 to {@code side * side - 1}, row by row
   */
  void addShifted(float[] from, int start, int member, float[] to) {
    int dy = member / side - radius;
    int dx = member % side - radius;
    int left = Math.max(0, -dx);
    int right = Math.min(width, width - dx);
    for (int y = Math.max(0, -dy); y < Math.min(height, height - dy); y++) {
      int source = start + (y + dy) * width + dx;
      for (int x = left; x < right; x++) {
        to[y * width + x] += from[source + x];
      }
    }
  }
}
