package org.madenet.ism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassifierReportTest {

  private static final List<String> CATEGORIES = List.of("bolt", "nut");

  /** Bins 0.9 to 1: 0.95 right, 0.97 wrong, 1 right; 0.6 to 0.7: 0.65 right; gate 0.95. */
  private static final ClassifierReport REPORT =
      ClassifierReport.of(
          CATEGORIES,
          List.of("bolt", "bolt", "nut", "nut"),
          List.of(
              new CategoryGuess("bolt", 0.95),
              new CategoryGuess("nut", 0.97),
              new CategoryGuess("nut", 1),
              new CategoryGuess("nut", 0.65)),
          0.95);

  @Test
  void of_fourImages_countsThemByHand() {
    assertThat(REPORT.confusion()).containsExactly(List.of(1, 1), List.of(0, 2));
    assertThat(REPORT.images()).isEqualTo(4);
    assertThat(REPORT.accuracy()).isEqualTo(0.75);
    // A confidence of just the gate does not pass it.
    assertThat(REPORT.gated()).isEqualTo(0.5);
    assertThat(REPORT.reliability()).hasSize(2);
    assertThat(REPORT.reliability().get(0)).isEqualTo(new ClassifierReport.Bin(1, 0.65, 1));
    assertThat(REPORT.reliability().get(1).images()).isEqualTo(3);
  }

  @Test
  void expectedCalibrationError_isTheWeightedGapOfTheBins() {
    double high = Math.abs((0.95 + 0.97 + 1) / 3 - 2.0 / 3);
    double expected = (1 * (1 - 0.65) + 3 * high) / 4;
    // The order of a few sums of doubles.
    assertThat(REPORT.expectedCalibrationError()).isCloseTo(expected, within(1e-12));
  }

  @Test
  void of_unknownCategoryOrNoImage_isRefused() {
    List<CategoryGuess> guess = List.of(new CategoryGuess("nut", 1));
    assertThatThrownBy(() -> ClassifierReport.of(CATEGORIES, List.of("washer"), guess, 0.85))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'washer'")
        .hasMessageContaining("bolt, nut");
    assertThatThrownBy(() -> ClassifierReport.of(CATEGORIES, List.of(), guess, 0.85))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 for 0");
  }
}
