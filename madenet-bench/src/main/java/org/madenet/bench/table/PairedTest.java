package org.madenet.bench.table;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;

/**
 * Whether one method is better than another on the same categories: Wilcoxon's signed-rank test,
 * two-sided, on the categories' means over the seeds. Categories are the pairs because they are
 * what a claim is made about; seeds of one category repeat the same images.
 *
 * <p>Categories without a difference say nothing about its direction and are left out; there are
 * many where MADE-Net serves what it is compared with. Equal differences share their ranks. Up to
 * {@link #MOST_EXACT} differences the probability is exact for the ranks as they are, ties
 * included.
 *
 * @param pairs categories that both methods have a figure for
 * @param difference mean of the first less mean of the second
 * @param p the probability of such ranks, or of more unequal ones, if neither were better; NaN with
 *     fewer than {@link #LEAST_DIFFERENCES} differences, where no outcome could be significant
 */
public record PairedTest(int pairs, double difference, double p) {

  /** With five differences the smallest possible probability is 1/16, above the usual 0.05. */
  public static final int LEAST_DIFFERENCES = 6;

  /** Up to here all signs are counted; beyond, a normal distribution stands for them. */
  static final int MOST_EXACT = 50;

  /**
   * Compares.
   *
   * @param first figures of one method
   * @param second figures of the other, of the same categories
   * @return the result
   * @throws IllegalArgumentException if the lengths differ or there is no figure
   */
  public static PairedTest of(double[] first, double[] second) {
    if (first.length != second.length || first.length == 0) {
      throw new IllegalArgumentException(
          "pairs of figures are wanted, but there are %d and %d"
              .formatted(first.length, second.length));
    }
    double[] differences = new double[first.length];
    for (int i = 0; i < first.length; i++) {
      differences[i] = first[i] - second[i];
    }
    double mean = Arrays.stream(differences).average().getAsDouble();
    double[] changes = Arrays.stream(differences).filter(d -> d != 0).toArray();
    double p = Double.NaN;
    if (changes.length > MOST_EXACT) {
      p = WilcoxonSignedRankTest.withDefaults().test(changes).getPValue();
    } else if (changes.length >= LEAST_DIFFERENCES) {
      p = exact(changes);
    }
    return new PairedTest(first.length, mean, p);
  }

  /** The library's exact test knows no ties. */
  private static double exact(double[] changes) {
    int[] ranks = doubledRanks(changes);
    int all = Arrays.stream(ranks).sum();
    // How many of the 2^n choices of signs give each sum of the positive ranks.
    double[] ways = new double[all + 1];
    ways[0] = 1;
    int positive = 0;
    for (int i = 0; i < ranks.length; i++) {
      positive += changes[i] > 0 ? ranks[i] : 0;
      for (int sum = all; sum >= ranks[i]; sum--) {
        ways[sum] += ways[sum - ranks[i]];
      }
    }
    double tail = 0;
    for (int sum = 0; sum <= Math.min(positive, all - positive); sum++) {
      tail += ways[sum];
    }
    return Math.min(1, 2 * tail / Math.pow(2, ranks.length));
  }

  /** Twice the rank of each absolute value, equal ones sharing the mean of theirs. */
  private static int[] doubledRanks(double[] values) {
    int[] ranks = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      double own = Math.abs(values[i]);
      int smaller = (int) Arrays.stream(values).filter(v -> Math.abs(v) < own).count();
      int equal = (int) Arrays.stream(values).filter(v -> Math.abs(v) == own).count();
      ranks[i] = 2 * smaller + equal + 1;
    }
    return ranks;
  }

  /**
   * The probability for a cell.
   *
   * @return three decimals, or a dash where there is none
   */
  public String probability() {
    return Double.isNaN(p) ? "-" : String.format(Locale.ROOT, "%.3f", p);
  }
}
