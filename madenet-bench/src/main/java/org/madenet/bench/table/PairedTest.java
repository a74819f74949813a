package org.madenet.bench.table;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;

/**
 * Whether one method is better than another on the same categories: Wilcoxon's signed-rank test,
 * two-sided, on the categories' means over the seeds. Categories are the pairs because they are
 * what a claim is made about; seeds of one category repeat the same images.
 *
 * @param pairs categories that both methods have a figure for
 * @param difference mean of the first less mean of the second
 * @param p the probability of such ranks, or worse, if neither were better; NaN with fewer than
 *     {@link #LEAST_PAIRS} pairs, where no outcome could be significant, or without any difference
 */
public record PairedTest(int pairs, double difference, double p) {

  /** With five pairs the smallest possible probability is 1/16, above the usual 0.05. */
  public static final int LEAST_PAIRS = 6;

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
    boolean testable =
        first.length >= LEAST_PAIRS && Arrays.stream(differences).anyMatch(d -> d != 0);
    double p =
        testable ? WilcoxonSignedRankTest.withDefaults().test(differences).getPValue() : Double.NaN;
    return new PairedTest(first.length, mean, p);
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
