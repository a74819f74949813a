package org.madenet.bench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpreadTest {

  /** Sums of a few doubles of the order of one. */
  private static final double ROUNDING = 1e-12;

  @Test
  void of_threeFigures_hasMeanAndSampleDeviation() {
    Spread spread = Spread.of(0.7, 0.8, 0.9);
    assertThat(spread.mean()).isCloseTo(0.8, within(ROUNDING));
    assertThat(spread.deviation()).isCloseTo(0.1, within(ROUNDING));
    assertThat(spread).hasToString("0.800 \u00b1 0.100");
  }

  @Test
  void of_threeFigures_intervalIsThatOfAllResamples() {
    // Of the 27 equally likely resamples one has the mean 0.7 and one 0.9: 3.7 % each, so that the
    // 2.5 % quantiles of the exact distribution are the extremes.
    Spread spread = Spread.of(0.7, 0.8, 0.9);
    assertThat(spread.low()).isCloseTo(0.7, within(ROUNDING));
    assertThat(spread.high()).isCloseTo(0.9, within(ROUNDING));
  }

  @Test
  void of_manyFigures_intervalIsCloseToTheNormalOne() {
    double[] figures = new double[100];
    for (int i = 0; i < figures.length; i++) {
      figures[i] = i / 99.0;
    }
    Spread spread = Spread.of(figures);
    // The mean of resamples has the deviation sqrt(population variance / 100); 10,000 draws place
    // its 2.5 % quantile within about 2 % of 1.96 deviations, 0.0012 here.
    double half = 1.96 * Math.sqrt((100.0 * 100 - 1) / 12 / (99.0 * 99) / 100);
    assertThat(spread.low()).isCloseTo(0.5 - half, within(0.004));
    assertThat(spread.high()).isCloseTo(0.5 + half, within(0.004));
  }

  @Test
  void of_oneFigure_isThatFigureWithoutInterval() {
    Spread spread = Spread.of(0.25);
    assertThat(spread).isEqualTo(new Spread(0.25, 0, 0.25, 0.25, 1)).hasToString("0.250");
    assertThat(spread.interval()).isEqualTo("-");
  }

  @Test
  void of_sameFigures_isAlwaysTheSame() {
    assertThat(Spread.of(0.1, 0.4, 0.2, 0.9)).isEqualTo(Spread.of(0.1, 0.4, 0.2, 0.9));
  }

  @Test
  void of_nothing_isRefused() {
    assertThatThrownBy(Spread::of)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }
}
