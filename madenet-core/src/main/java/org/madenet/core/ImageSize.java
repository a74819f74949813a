package org.madenet.core;

/**
 * Height and width of an image in pixels, in this order everywhere.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 */
public record ImageSize(int height, int width) {

  /** Checks that both are positive. */
  public ImageSize {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "image size must be at least 1x1, but was " + height + "x" + width);
    }
  }

  /**
   * A square.
   *
   * @param side pixels, at least 1
   * @return {@code side x side}
   */
  public static ImageSize square(int side) {
    return new ImageSize(side, side);
  }

  /**
   * Number of pixels.
   *
   * @return {@code height * width}
   */
  public int pixels() {
    return Math.multiplyExact(height, width);
  }

  @Override
  public String toString() {
    return height + "x" + width;
  }
}
