package org.madenet.bench.report;

import java.awt.image.BufferedImage;
import org.madenet.bench.evaluation.MapScale;
import org.madenet.core.AnomalyMap;
import org.madenet.core.ImageSize;

/**
 * The pictures of one image, all of the detector's input size.
 *
 * @param input what the detector saw
 * @param mask ground truth, white = anomalous
 * @param heatMap the anomaly map in colours
 * @param overlay input under the heat map, which is the more opaque the higher the score, with the
 *     outline of the mask
 */
public record Panels(
    BufferedImage input, BufferedImage mask, BufferedImage heatMap, BufferedImage overlay) {

  private static final double MOST_OPAQUE = 0.75;
  private static final int OUTLINE = 0x2CE5F6;

  /**
   * Draws the pictures.
   *
   * @param rgb input in [0,1], {@code [3,H,W]}
   * @param mask ground truth, {@code [H,W]}
   * @param map the anomaly map
   * @param scale which scores the colours stand for
   * @return the pictures
   */
  public static Panels of(float[] rgb, float[] mask, AnomalyMap map, MapScale scale) {
    BufferedImage input = input(rgb, map.size());
    return new Panels(
        input,
        mask(mask, map.size()),
        ColourMap.picture(map, scale),
        overlay(input, mask, map, scale));
  }

  /** A picture of an image in [0,1], {@code [3,H,W]}. */
  static BufferedImage input(float[] rgb, ImageSize size) {
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    int pixels = size.pixels();
    for (int i = 0; i < pixels; i++) {
      int colour = level(rgb[i]) << 16 | level(rgb[pixels + i]) << 8 | level(rgb[2 * pixels + i]);
      image.setRGB(i % size.width(), i / size.width(), colour);
    }
    return image;
  }

  private static int level(float value) {
    return Math.max(0, Math.min(255, Math.round(value * 255)));
  }

  private static BufferedImage mask(float[] mask, ImageSize size) {
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_BYTE_BINARY);
    for (int i = 0; i < mask.length; i++) {
      image.setRGB(i % size.width(), i / size.width(), mask[i] > 0.5f ? 0xFFFFFF : 0);
    }
    return image;
  }

  private static BufferedImage overlay(
      BufferedImage input, float[] mask, AnomalyMap map, MapScale scale) {
    ImageSize size = map.size();
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        double position = scale.position(map.at(y, x));
        image.setRGB(
            x,
            y,
            onOutline(mask, size, y, x)
                ? OUTLINE
                : blend(input.getRGB(x, y), ColourMap.colour(position), position * MOST_OPAQUE));
      }
    }
    return image;
  }

  private static boolean onOutline(float[] mask, ImageSize size, int y, int x) {
    return marked(mask, size, y, x)
        && !(marked(mask, size, y - 1, x)
            && marked(mask, size, y + 1, x)
            && marked(mask, size, y, x - 1)
            && marked(mask, size, y, x + 1));
  }

  private static boolean marked(float[] mask, ImageSize size, int y, int x) {
    return y >= 0
        && x >= 0
        && y < size.height()
        && x < size.width()
        && mask[y * size.width() + x] > 0.5f;
  }

  private static int blend(int below, int above, double opacity) {
    int result = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      double mixed = (1 - opacity) * (below >> shift & 0xFF) + opacity * (above >> shift & 0xFF);
      result |= (int) Math.round(mixed) << shift;
    }
    return result;
  }
}
