package org.madenet.data.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.nio.file.Path;
import org.madenet.core.ImageSize;

/**
 * Takes the numbers out of a {@link BufferedImage}. {@link BufferedImage#getRGB} would change grey
 * levels (it takes them for linear light), and 16 bits would become 8: so the raster is read where
 * that is possible.
 */
final class Pixels {

  private Pixels() {}

  static DecodedImage of(Path file, BufferedImage image) throws ImageException {
    ColorModel colors = image.getColorModel();
    int depth = image.getRaster().getDataBuffer().getDataType();
    if (colors instanceof ComponentColorModel) {
      if (depth == DataBuffer.TYPE_BYTE || depth == DataBuffer.TYPE_USHORT) {
        return components(file, image, depth == DataBuffer.TYPE_BYTE);
      }
      throw new ImageException(
          file, "has samples of " + colors.getComponentSize(0) + " bits; 8 and 16 are read");
    }
    return lookedUp(image);
  }

  private static DecodedImage components(Path file, BufferedImage image, boolean bytes)
      throws ImageException {
    ColorModel model = image.getColorModel();
    Raster raster = image.getRaster();
    int channels = model.getNumColorComponents();
    int bands = raster.getNumBands();
    int space = model.getColorSpace().getType();
    boolean grey = space == ColorSpace.TYPE_GRAY && channels == 1;
    boolean rgb = space == ColorSpace.TYPE_RGB && channels == 3;
    if (!grey && !rgb) {
      throw new ImageException(
          file,
          "has %d channels of a colour space that is neither grey nor RGB".formatted(channels));
    }
    int sampleBits = model.getComponentSize(0);
    if (sampleBits != (bytes ? 8 : 16)) {
      throw new ImageException(file, "has samples of " + sampleBits + " bits; 8 and 16 are read");
    }
    ImageSize size = new ImageSize(image.getHeight(), image.getWidth());
    if (bands == channels) {
      Object levels = raster.getDataElements(0, 0, size.width(), size.height(), null);
      return bytes
          ? DecodedImage.of(size, channels, (byte[]) levels)
          : DecodedImage.of(size, channels, (short[]) levels);
    }
    return opaque(raster, size, channels, bytes ? 255 : 65535, model.isAlphaPremultiplied());
  }

  /** Composites on black; premultiplied values are that already. */
  private static DecodedImage opaque(
      Raster raster, ImageSize size, int channels, int full, boolean premultiplied) {
    int bands = raster.getNumBands();
    int width = size.width();
    int[] levels = new int[Math.multiplyExact(size.pixels(), channels)];
    int[] row = new int[width * bands];
    int to = 0;
    for (int y = 0; y < size.height(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int alpha = premultiplied ? full : row[x * bands + channels];
        for (int c = 0; c < channels; c++) {
          levels[to++] = onBlack(row[x * bands + c], alpha, full);
        }
      }
    }
    return full == 255
        ? DecodedImage.of(size, channels, toBytes(levels))
        : DecodedImage.of(size, channels, toShorts(levels));
  }

  private static byte[] toBytes(int[] levels) {
    byte[] bytes = new byte[levels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) levels[i];
    }
    return bytes;
  }

  private static short[] toShorts(int[] levels) {
    short[] shorts = new short[levels.length];
    for (int i = 0; i < shorts.length; i++) {
      shorts[i] = (short) levels[i];
    }
    return shorts;
  }

  /** Palettes and packed pixels: 8 bits or fewer per channel. */
  private static DecodedImage lookedUp(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] levels = new byte[Math.multiplyExact(width * height, 3)];
    int[] row = new int[width];
    int to = 0;
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        int alpha = argb >>> 24;
        for (int shift = 16; shift >= 0; shift -= 8) {
          levels[to++] = (byte) onBlack((argb >> shift) & 0xff, alpha, 255);
        }
      }
    }
    return DecodedImage.of(new ImageSize(height, width), 3, levels);
  }

  private static int onBlack(int level, int alpha, int full) {
    return (int) (((long) level * alpha + full / 2) / full);
  }
}
