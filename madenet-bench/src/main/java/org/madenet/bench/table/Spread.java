package org.madenet.bench.table;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/**
 * A figure over several seeds.
 *
 * @param mean over the seeds
 * @param deviation sample standard deviation; 0 for one seed
 * @param low lower end of the 95 % percentile bootstrap interval of the mean
 * @param high its upper end
 * @param count number of seeds, at least 1
 */
public record Spread(double mean, double deviation, double low, double high, int count) {

  /** Means drawn for an interval. */
  static final int RESAMPLES = 10_000;

  private static final double TAIL = 0.025;

  /**
   * Describes figures. The interval resamples the seeds, with a fixed generator: equal figures have
   * equal intervals. With a handful of seeds it lies within their range, and is no more than a hint
   * at what other seeds would give.
   *
   * @param figures one per seed, at least one
   * @return their spread
   */
  public static Spread of(double... figures) {
    if (figures.length == 0) {
      throw new IllegalArgumentException("a spread needs at least one figure");
    }
    double mean = Mean.of(figures).getAsDouble();
    if (figures.length == 1) {
      return new Spread(mean, 0, mean, mean, 1);
    }
    double[] means = new double[RESAMPLES];
    SplittableRandom random = new SplittableRandom(0);
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      for (int j = 0; j < figures.length; j++) {
        sum += figures[random.nextInt(figures.length)];
      }
      means[i] = sum / figures.length;
    }
    double[] ends = Quantile.withDefaults().evaluate(means, TAIL, 1 - TAIL);
    return new Spread(
        mean,
        StandardDeviation.of(Arrays.copyOf(figures, figures.length)).getAsDouble(),
        ends[0],
        ends[1],
        figures.length);
  }

  /**
   * For a cell.
   *
   * @return the mean, and the deviation where there are several seeds
   */
  @Override
  public String toString() {
    return count == 1
        ? String.format(Locale.ROOT, "%.3f", mean)
        : String.format(Locale.ROOT, "%.3f \u00b1 %.3f", mean, deviation);
  }

  /**
   * The interval, for a cell.
   *
   * @return its ends, or a dash for one seed
   */
  public String interval() {
    return count == 1 ? "-" : String.format(Locale.ROOT, "%.3f to %.3f", low, high);
  }
}
