package org.madenet.data.synthesis;

import org.madenet.core.ImageSize;

/**
 * Mirrored and turned by quarters: first mirrored, then turned.
 *
 * @param mirroredX left and right swapped
 * @param mirroredY top and bottom swapped
 * @param turned by 90 degrees clockwise; squares only
 */
record Orientation(boolean mirroredX, boolean mirroredY, boolean turned) {

  static final Orientation IDENTITY = new Orientation(false, false, false);

  boolean isIdentity() {
    return !mirroredX && !mirroredY && !turned;
  }

  /** Where a pixel goes. */
  int target(int pixel, ImageSize size) {
    int y = pixel / size.width();
    int x = pixel - y * size.width();
    int toX = mirroredX ? size.width() - 1 - x : x;
    int toY = mirroredY ? size.height() - 1 - y : y;
    return turned ? toX * size.width() + size.width() - 1 - toY : toY * size.width() + toX;
  }

  /** Moves {@code channels} planes. */
  void move(float[] from, int fromAt, float[] to, int toAt, int channels, ImageSize size) {
    int pixels = size.pixels();
    if (isIdentity()) {
      System.arraycopy(from, fromAt, to, toAt, channels * pixels);
      return;
    }
    for (int pixel = 0; pixel < pixels; pixel++) {
      int target = target(pixel, size);
      for (int c = 0; c < channels; c++) {
        to[toAt + c * pixels + target] = from[fromAt + c * pixels + pixel];
      }
    }
  }
}
