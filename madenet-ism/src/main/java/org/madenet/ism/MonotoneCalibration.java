package org.madenet.ism;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Brings the scores of different submodels to one scale: how unusual they are among the scores of
 * normal images, in standard deviations of a normal distribution. Piecewise linear through pairs of
 * a quantile and the standard normal's quantile, and strictly increasing, so that it changes no
 * ranking of one submodel's scores.
 *
 * <p>Below the smallest and above the largest normal score it goes on with the mean slope between
 * the median and that end: one outlier among the normal scores widens the scale of what is beyond,
 * but does not decide it alone.
 *
 * @param scores ascending, without equal values, at least one; copied
 * @param deviations the value of each, ascending, without equal values; copied
 */
public record MonotoneCalibration(double[] scores, double[] deviations) {

  /** Where quantiles are kept, in standard deviations, beside the two ends. */
  private static final double[] GRID = {
    -3, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5
  };

  private static final NormalDistribution NORMAL = new NormalDistribution();

  /** Copies both arrays and checks that they ascend. */
  public MonotoneCalibration {
    scores = scores.clone();
    deviations = deviations.clone();
    if (scores.length == 0 || scores.length != deviations.length) {
      throw new IllegalArgumentException(
          "as many scores as deviations, at least one, but there are %d and %d"
              .formatted(scores.length, deviations.length));
    }
    requireAscending("scores", scores);
    requireAscending("deviations", deviations);
  }

  private static void requireAscending(String name, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i]) || i > 0 && values[i] <= values[i - 1]) {
        throw new IllegalArgumentException(
            name + " must be finite and ascend, but are " + Arrays.toString(values));
      }
    }
  }

  /** A copy. */
  @Override
  public double[] scores() {
    return scores.clone();
  }

  /** A copy. */
  @Override
  public double[] deviations() {
    return deviations.clone();
  }

  /**
   * A calibration on scores of normal images or pixels.
   *
   * @param normal at least one score, in any order; the array is sorted
   * @return the calibration
   * @throws IllegalArgumentException if there is none, or one is not finite
   */
  public static MonotoneCalibration fit(float[] normal) {
    if (normal.length == 0) {
      throw new IllegalArgumentException("calibration needs at least one normal score");
    }
    Arrays.sort(normal);
    double tail = 0.5 / normal.length;
    Knots knots = new Knots();
    knots.add(normal[0], NORMAL.inverseCumulativeProbability(tail));
    for (double deviation : GRID) {
      double share = NORMAL.cumulativeProbability(deviation);
      if (share > tail && share < 1 - tail) {
        knots.add(quantile(normal, share), deviation);
      }
    }
    float largest = normal[normal.length - 1];
    knots.add(largest, NORMAL.inverseCumulativeProbability(1 - tail));
    return knots.calibration();
  }

  /** Pairs of a score and its deviation, as they come. */
  private static final class Knots {

    private final double[] scores = new double[GRID.length + 2];
    private final double[] deviations = new double[GRID.length + 2];
    private int count;

    /** Of equal scores the largest deviation stays: so many normal scores are not above it. */
    void add(double score, double deviation) {
      int last = count - 1;
      if (last >= 0 && score <= scores[last]) {
        deviations[last] = Math.max(deviation, deviations[last]);
      } else if (last < 0 || deviation > deviations[last]) {
        scores[count] = score;
        deviations[count] = deviation;
        count++;
      }
    }

    MonotoneCalibration calibration() {
      return new MonotoneCalibration(
          Arrays.copyOf(scores, count), Arrays.copyOf(deviations, count));
    }
  }

  /** Between the two order statistics around the share, as their plotting positions say. */
  private static double quantile(float[] sorted, double share) {
    double position = share * sorted.length - 0.5;
    int low = (int) Math.floor(position);
    double fraction = position - low;
    return sorted[low] + fraction * (sorted[low + 1] - (double) sorted[low]);
  }

  /**
   * Calibrates a score.
   *
   * @param score finite
   * @return standard deviations
   */
  public double apply(double score) {
    return apply(score, outerSlope(0), outerSlope(scores.length - 1));
  }

  /**
   * Calibrates many scores, such as those of a map's pixels.
   *
   * @param values finite
   * @return the standard deviations of each, a new array
   */
  public float[] apply(float[] values) {
    double below = outerSlope(0);
    double above = outerSlope(scores.length - 1);
    float[] calibrated = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      calibrated[i] = (float) apply(values[i], below, above);
    }
    return calibrated;
  }

  private double apply(double score, double slopeBelow, double slopeAbove) {
    int last = scores.length - 1;
    if (score <= scores[0]) {
      return deviations[0] + (score - scores[0]) * slopeBelow;
    }
    if (score >= scores[last]) {
      return deviations[last] + (score - scores[last]) * slopeAbove;
    }
    int above = firstNotBelow(score);
    double from = scores[above - 1];
    double share = (score - from) / (scores[above] - from);
    double low = deviations[above - 1];
    return low + share * (deviations[above] - low);
  }

  /** Binary search between the two ends, which are below and above the score. */
  private int firstNotBelow(double score) {
    int low = 0;
    int high = scores.length - 1;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (scores[middle] < score) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** The mean slope between the median and an end. */
  private double outerSlope(int end) {
    int last = scores.length - 1;
    int middle = 0;
    while (middle < last && deviations[middle] < 0) {
      middle++;
    }
    if (middle == end) {
      middle = end == 0 ? last : 0;
    }
    if (middle == end) {
      // All normal scores are equal: their own size is the only scale there is.
      return 1 / Math.max(Math.abs(scores[0]), 1e-6);
    }
    return (deviations[end] - deviations[middle]) / (scores[end] - scores[middle]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MonotoneCalibration that
        && Arrays.equals(scores, that.scores)
        && Arrays.equals(deviations, that.deviations);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(scores) + Arrays.hashCode(deviations);
  }

  @Override
  public String toString() {
    return "MonotoneCalibration[scores=%s, deviations=%s]"
        .formatted(Arrays.toString(scores), Arrays.toString(deviations));
  }
}
