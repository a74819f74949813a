package org.madenet.bench.report;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.madenet.bench.evaluation.MapScale;
import org.madenet.core.AnomalyMap;

/**
 * The colour map inferno: perceptually uniform, readable without colour vision and in grey print.
 */
public final class ColourMap {

  private static final String TABLE = "inferno.txt";
  private static final int[] COLOURS = read();

  private ColourMap() {}

  /**
   * The colour of a place on the scale.
   *
   * @param position 0 to 1
   * @return {@code 0xRRGGBB}
   */
  public static int colour(double position) {
    return COLOURS[(int) Math.round(position * (COLOURS.length - 1))];
  }

  /**
   * An anomaly map in colours.
   *
   * @param map the map
   * @param scale which scores the colours stand for
   * @return an opaque image of the map's size
   */
  public static BufferedImage picture(AnomalyMap map, MapScale scale) {
    BufferedImage picture =
        new BufferedImage(map.size().width(), map.size().height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < map.size().height(); y++) {
      for (int x = 0; x < map.size().width(); x++) {
        picture.setRGB(x, y, colour(scale.position(map.at(y, x))));
      }
    }
    return picture;
  }

  private static int[] read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                ColourMap.class.getResourceAsStream(TABLE), StandardCharsets.US_ASCII))) {
      return lines.lines().mapToInt(line -> Integer.parseInt(line, 16)).toArray();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + TABLE, e);
    }
  }
}
