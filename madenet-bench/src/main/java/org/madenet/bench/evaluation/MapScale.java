package org.madenet.bench.evaluation;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.madenet.core.AnomalyMap;

/**
 * The range of anomaly scores that heat maps show, the same for all of them. From the median pixel
 * of the normal images to the upper quartile of the anomalous images' maxima, or to the 99th
 * percentile of the normal images where that is higher: what is ordinary is dark, and one extreme
 * image does not darken the others.
 *
 * @param low this score and those below have the first colour
 * @param high this score and those above have the last colour, more than {@code low}
 */
public record MapScale(double low, double high) {

  /** Checks the order. */
  public MapScale {
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "low must be below high, but they are " + low + ", " + high);
    }
  }

  /**
   * One scale for several detectors.
   *
   * @param scales at least one
   * @return from the lowest low to the highest high
   */
  public static MapScale covering(List<MapScale> scales) {
    return new MapScale(
        scales.stream().mapToDouble(MapScale::low).min().getAsDouble(),
        scales.stream().mapToDouble(MapScale::high).max().getAsDouble());
  }

  /**
   * Where a score lies on the scale.
   *
   * @param score an anomaly score
   * @return 0 to 1
   */
  public double position(double score) {
    return Math.max(0, Math.min(1, (score - low) / (high - low)));
  }

  /** Collects what decides the scale. Keeps a few hundred pixels of each map. */
  static final class Builder {

    private static final int PIXELS_PER_MAP = 256;

    private float[] pixels = new float[1 << 12];
    private int pixelCount;
    private double[] maxima = new double[64];
    private int maximaCount;

    void add(AnomalyMap map, boolean anomalous) {
      if (anomalous) {
        if (maximaCount == maxima.length) {
          maxima = Arrays.copyOf(maxima, 2 * maximaCount);
        }
        maxima[maximaCount++] = map.max();
        return;
      }
      float[] values = map.values();
      // Prime to the width, else all would come from the same few columns.
      int width = map.size().width();
      int step = Math.max(1, values.length / PIXELS_PER_MAP);
      while (BigInteger.valueOf(step).gcd(BigInteger.valueOf(width)).intValue() > 1) {
        step++;
      }
      for (int i = step / 2; i < values.length; i += step) {
        if (pixelCount == pixels.length) {
          pixels = Arrays.copyOf(pixels, 2 * pixelCount);
        }
        pixels[pixelCount++] = values[i];
      }
    }

    MapScale build() {
      Arrays.sort(pixels, 0, pixelCount);
      Arrays.sort(maxima, 0, maximaCount);
      double low = pixelCount == 0 ? 0 : pixels[pixelCount / 2];
      double high = pixelCount == 0 ? low : pixels[(int) (0.99 * (pixelCount - 1))];
      if (maximaCount > 0) {
        high = Math.max(high, maxima[(int) (0.75 * (maximaCount - 1))]);
      }
      return new MapScale(low, high > low ? high : low + 1);
    }
  }
}
