package org.madenet.bench.junit;

/** AssertJ's way into assertions about experiments; to be imported statically. */
public final class ExperimentAssertions {

  private ExperimentAssertions() {}

  /**
   * Begins an assertion.
   *
   * @param actual the result of an experiment
   * @return about the last stage that it has, until told otherwise
   */
  public static ExperimentResultAssert assertThat(ExperimentResult actual) {
    return new ExperimentResultAssert(actual);
  }
}
