package org.madenet.bench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;
import org.junit.jupiter.api.Test;

class PairedTestTest {

  private static final double[] BASE = {0.5, 0.6, 0.7, 0.8, 0.9, 0.55, 0.65};

  private static double[] plus(double... gains) {
    double[] sums = BASE.clone();
    for (int i = 0; i < gains.length; i++) {
      sums[i] += gains[i];
    }
    return sums;
  }

  @Test
  void of_betterEverywhere_hasTheSmallestProbability() {
    PairedTest test = PairedTest.of(plus(0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07), BASE);
    // All seven ranks positive is one of 2^7 equally likely signs, and its mirror image another.
    assertThat(test.p()).isCloseTo(2 / 128.0, within(1e-12));
    assertThat(test.difference()).isCloseTo(0.04, within(1e-12));
    assertThat(test.pairs()).isEqualTo(7);
  }

  @Test
  void of_swapped_hasTheSameProbabilityAndTheOppositeDifference() {
    double[] other = plus(0.01, -0.02, 0.03, 0.04, -0.05, 0.06, 0.07);
    PairedTest one = PairedTest.of(other, BASE);
    PairedTest swapped = PairedTest.of(BASE, other);
    assertThat(swapped.p()).isCloseTo(one.p(), within(1e-12));
    assertThat(swapped.difference()).isCloseTo(-one.difference(), within(1e-12));
    // Rank sums 21 and 7. Of the 128 signs, 38 have a smaller sum of 7 or less:
    // sums 0..7 of distinct parts of {1..7}: 1, 1, 1, 2, 2, 3, 4, 5 = 19 ways, two-sided 38.
    assertThat(one.p()).isCloseTo(38 / 128.0, within(1e-12));
  }

  @Test
  void of_equalCategories_doNotCount() {
    double[] eleven = {0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5};
    double[] other = {0.5, 0.5, 0.5, 0.5, 0.5, 0.51, 0.52, 0.53, 0.54, 0.55, 0.56};
    PairedTest six = PairedTest.of(other, eleven);
    assertThat(six.pairs()).isEqualTo(11);
    assertThat(six.p()).isCloseTo(2 / 64.0, within(1e-12));
    other[10] = 0.5;
    assertThat(PairedTest.of(other, eleven).p()).isNaN();
  }

  @Test
  void of_equalDifferences_shareTheirRanks() {
    double[] base = new double[6];
    // Six ranks of 3.5: with at most one of them negative there are 1 + 6 of 64 signs.
    assertThat(PairedTest.of(new double[] {1, 1, 1, 1, 1, -1}, base).p())
        .isCloseTo(2 * 7 / 64.0, within(1e-12));
    assertThat(PairedTest.of(new double[] {1, 1, 1, -1, -1, -1}, base).p()).isEqualTo(1);
  }

  @Test
  void of_withoutEqualDifferences_isTheLibrarysExactTest() {
    Random random = new Random(3);
    for (int pairs : new int[] {6, 7, 11, 30, PairedTest.MOST_EXACT, PairedTest.MOST_EXACT + 1}) {
      double[] changes = random.doubles(pairs, -0.5, 1).toArray();
      assertThat(PairedTest.of(changes, new double[pairs]).p())
          .isCloseTo(WilcoxonSignedRankTest.withDefaults().test(changes).getPValue(), within(1e-9));
    }
  }

  @Test
  void of_fewCategoriesOrNoDifference_hasNoProbability() {
    double[] five = {0.1, 0.2, 0.3, 0.4, 0.5};
    double[] none = new double[5];
    assertThat(PairedTest.of(five, none).p()).isNaN();
    assertThat(PairedTest.of(five, none).probability()).isEqualTo("-");
    assertThat(PairedTest.of(BASE, BASE).p()).isNaN();
  }

  @Test
  void of_differentLengths_isRefused() {
    assertThatThrownBy(() -> PairedTest.of(BASE, new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("7 and 1");
  }
}
