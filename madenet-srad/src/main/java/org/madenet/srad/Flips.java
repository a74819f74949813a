package org.madenet.srad;

import org.madenet.core.ImageSize;

/** Mirrors planes of pixels in place. */
final class Flips {

  private Flips() {}

  /** Mirrors the plane that begins at an offset. */
  static void plane(
      float[] values, int offset, ImageSize size, boolean horizontally, boolean vertically) {
    int height = size.height();
    int width = size.width();
    if (horizontally) {
      for (int y = 0; y < height; y++) {
        int row = offset + y * width;
        for (int x = 0; x < width / 2; x++) {
          swap(values, row + x, row + width - 1 - x);
        }
      }
    }
    if (vertically) {
      for (int y = 0; y < height / 2; y++) {
        for (int x = 0; x < width; x++) {
          swap(values, offset + y * width + x, offset + (height - 1 - y) * width + x);
        }
      }
    }
  }

  private static void swap(float[] values, int a, int b) {
    float kept = values[a];
    values[a] = values[b];
    values[b] = kept;
  }
}
