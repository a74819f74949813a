package org.madenet.ism;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * @param scores ascending, without equal values, at least one
 * @param deviations the value of each, ascending, without equal values
 */
public record MonotoneCalibration(List<Double> scores, List<Double> deviations) {

  /** Where quantiles are kept, in standard deviations, beside the two ends. */
  private static final double[] GRID = {
    -3, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5
  };

  private static final NormalDistribution NORMAL = new NormalDistribution();

  /** Checks that both lists ascend. */
  public MonotoneCalibration {
    scores = List.copyOf(scores);
    deviations = List.copyOf(deviations);
    if (scores.isEmpty() || scores.size() != deviations.size()) {
      throw new IllegalArgumentException(
          "as many scores as deviations, at least one, but there are %d and %d"
              .formatted(scores.size(), deviations.size()));
    }
    requireAscending("scores", scores);
    requireAscending("deviations", deviations);
  }

  private static void requireAscending(String name, List<Double> values) {
    for (int i = 0; i < values.size(); i++) {
      if (!Double.isFinite(values.get(i)) || i > 0 && values.get(i) <= values.get(i - 1)) {
        throw new IllegalArgumentException(name + " must be finite and ascend, but are " + values);
      }
    }
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
    List<Double> scores = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    add(scores, deviations, normal[0], NORMAL.inverseCumulativeProbability(tail));
    for (double deviation : GRID) {
      double share = NORMAL.cumulativeProbability(deviation);
      if (share > tail && share < 1 - tail) {
        add(scores, deviations, quantile(normal, share), deviation);
      }
    }
    float largest = normal[normal.length - 1];
    add(scores, deviations, largest, NORMAL.inverseCumulativeProbability(1 - tail));
    return new MonotoneCalibration(scores, deviations);
  }

  /** Of equal scores the largest deviation stays: so many normal scores are not above it. */
  private static void add(
      List<Double> scores, List<Double> deviations, double score, double deviation) {
    int last = scores.size() - 1;
    if (last >= 0 && score <= scores.get(last)) {
      deviations.set(last, Math.max(deviation, deviations.get(last)));
    } else if (last < 0 || deviation > deviations.get(last)) {
      scores.add(score);
      deviations.add(deviation);
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
    int last = scores.size() - 1;
    if (score <= scores.get(0)) {
      return deviations.get(0) + (score - scores.get(0)) * outerSlope(0);
    }
    if (score >= scores.get(last)) {
      return deviations.get(last) + (score - scores.get(last)) * outerSlope(last);
    }
    int above = 1;
    while (scores.get(above) < score) {
      above++;
    }
    double from = scores.get(above - 1);
    double share = (score - from) / (scores.get(above) - from);
    double low = deviations.get(above - 1);
    return low + share * (deviations.get(above) - low);
  }

  /** The mean slope between the median and an end. */
  private double outerSlope(int end) {
    int middle = 0;
    while (middle < scores.size() - 1 && deviations.get(middle) < 0) {
      middle++;
    }
    if (middle == end) {
      middle = end == 0 ? scores.size() - 1 : 0;
    }
    if (middle == end) {
      // All normal scores are equal: their own size is the only scale there is.
      return 1 / Math.max(Math.abs(scores.get(0)), 1e-6);
    }
    return (deviations.get(end) - deviations.get(middle)) / (scores.get(end) - scores.get(middle));
  }
}
