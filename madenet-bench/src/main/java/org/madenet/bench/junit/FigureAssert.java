package org.madenet.bench.junit;

import java.util.Arrays;
import org.assertj.core.api.AbstractAssert;
import org.madenet.bench.table.Spread;

/** Assertions about one figure over all seeds. */
public final class FigureAssert extends AbstractAssert<FigureAssert, Spread> {

  private final String what;
  private final double[] figures;

  FigureAssert(String what, double[] figures) {
    super(Spread.of(figures), FigureAssert.class);
    this.what = what;
    this.figures = figures.clone();
  }

  /**
   * Asserts that the mean over the seeds is high enough.
   *
   * @param bound the least that will do
   * @return this
   */
  public FigureAssert isAtLeast(double bound) {
    if (!(actual.mean() >= bound)) {
      failWithMessage("Expected the %s to be at least %s, but it is %s", what, bound, shown());
    }
    return this;
  }

  /**
   * Asserts that the mean over the seeds is low enough: for methods that are expected to fail.
   *
   * @param bound the most that will do
   * @return this
   */
  public FigureAssert isAtMost(double bound) {
    if (!(actual.mean() <= bound)) {
      failWithMessage("Expected the %s to be at most %s, but it is %s", what, bound, shown());
    }
    return this;
  }

  /**
   * Asserts that no seed falls short.
   *
   * @param bound the least that will do
   * @return this
   */
  public FigureAssert isAtLeastForEverySeed(double bound) {
    if (!Arrays.stream(figures).allMatch(f -> f >= bound)) {
      failWithMessage(
          "Expected the %s to be at least %s for every seed, but it is %s", what, bound, shown());
    }
    return this;
  }

  /**
   * Asserts that the seeds agree.
   *
   * @param bound the largest sample standard deviation that will do
   * @return this
   */
  public FigureAssert hasDeviationOfAtMost(double bound) {
    if (!(actual.deviation() <= bound)) {
      failWithMessage("Expected the %s to vary by at most %s, but it is %s", what, bound, shown());
    }
    return this;
  }

  private String shown() {
    return figures.length == 1
        ? Double.toString(figures[0])
        : actual + ", by seed " + Arrays.toString(figures);
  }
}
