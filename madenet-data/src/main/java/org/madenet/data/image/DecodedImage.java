package org.madenet.data.image;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import org.madenet.core.ImageSize;

/**
 * The pixels of an image file: grey or RGB, at the depth of the file, upright. Not changed after
 * decoding; safe for use by several threads.
 */
public final class DecodedImage {

  private static final float[] FRACTIONS = new float[256];

  static {
    for (int level = 0; level < FRACTIONS.length; level++) {
      FRACTIONS[level] = level / 255f;
    }
  }

  private final ImageSize size;
  private final int channels;
  private final byte[] levels8;
  private final short[] levels16;

  private DecodedImage(ImageSize size, int channels, byte[] levels8, short[] levels16) {
    this.size = size;
    this.channels = channels;
    this.levels8 = levels8;
    this.levels16 = levels16;
  }

  /**
   * The pixels of an image that is in memory already: a camera's frame, say.
   *
   * @param image grey or RGB of 8 or 16 bits, of a palette or packed; read as a file of it would
   *     be, transparency on black, and not changed
   * @return its pixels, copied
   * @throws IllegalArgumentException if its pixels are of another kind
   */
  public static DecodedImage of(BufferedImage image) {
    try {
      return Pixels.of(Path.of("the image"), image);
    } catch (ImageException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  static DecodedImage of(ImageSize size, int channels, byte[] levels) {
    return new DecodedImage(size, channels, levels, null);
  }

  static DecodedImage of(ImageSize size, int channels, short[] levels) {
    return new DecodedImage(size, channels, null, levels);
  }

  /**
   * Height and width, after rotation by the EXIF orientation.
   *
   * @return the size
   */
  public ImageSize size() {
    return size;
  }

  /**
   * Number of channels.
   *
   * @return 1 (grey) or 3 (red, green, blue)
   */
  public int channels() {
    return channels;
  }

  /**
   * Reads one row of one channel.
   *
   * @param channel 0 to {@code channels() - 1}
   * @param y row
   * @param out receives width values in [0,1]
   */
  public void row(int channel, int y, float[] out) {
    int at = y * size.width() * channels + channel;
    if (levels8 != null) {
      for (int x = 0; x < size.width(); x++, at += channels) {
        out[x] = FRACTIONS[levels8[at] & 0xff];
      }
    } else {
      for (int x = 0; x < size.width(); x++, at += channels) {
        out[x] = (levels16[at] & 0xffff) / 65535f;
      }
    }
  }

  /**
   * The brightest channel of a pixel in 8 bits, by which masks are binarised. Levels of 16 bits are
   * rounded up.
   *
   * @param y row
   * @param x column
   * @return 0 to 255
   */
  public int level(int y, int x) {
    int at = (y * size.width() + x) * channels;
    int level = 0;
    for (int c = 0; c < channels; c++, at++) {
      level = Math.max(level, levels8 != null ? levels8[at] & 0xff : levels16[at] & 0xffff);
    }
    return levels8 != null ? level : inEightBits(level);
  }

  /** Rounded up, so that only black is 0. */
  private static int inEightBits(int level16) {
    return Math.min(255, (level16 + 255) >> 8);
  }

  /**
   * The brightest level of the whole image in 8 bits. Those of 16 bits are rounded up, so that only
   * a black image has 0.
   *
   * @return 0 to 255
   */
  public int brightest() {
    int brightest = 0;
    if (levels8 != null) {
      for (byte level : levels8) {
        brightest = Math.max(brightest, level & 0xff);
      }
      return brightest;
    }
    for (short level : levels16) {
      brightest = Math.max(brightest, level & 0xffff);
    }
    return inEightBits(brightest);
  }

  /** Turns and mirrors by an EXIF orientation, 1 (upright already) to 8. */
  DecodedImage oriented(int orientation) {
    if (orientation <= 1 || orientation > 8) {
      return this;
    }
    boolean swapped = orientation >= 5;
    int height = size.height();
    int width = size.width();
    ImageSize turned = swapped ? new ImageSize(width, height) : size;
    byte[] out8 = levels8 == null ? null : new byte[levels8.length];
    short[] out16 = levels16 == null ? null : new short[levels16.length];
    for (int y = 0; y < turned.height(); y++) {
      for (int x = 0; x < turned.width(); x++) {
        int sourceY =
            switch (orientation) {
              case 2 -> y;
              case 3, 4 -> height - 1 - y;
              case 5, 8 -> x;
              default -> height - 1 - x;
            };
        int sourceX =
            switch (orientation) {
              case 4 -> x;
              case 2, 3 -> width - 1 - x;
              case 5, 6 -> y;
              default -> width - 1 - y;
            };
        int from = (sourceY * width + sourceX) * channels;
        int to = (y * turned.width() + x) * channels;
        if (out8 != null) {
          System.arraycopy(levels8, from, out8, to, channels);
        } else {
          System.arraycopy(levels16, from, out16, to, channels);
        }
      }
    }
    return new DecodedImage(turned, channels, out8, out16);
  }
}
