package org.madenet.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OperatingPointTest {

  /** Sums and quotients of a few doubles. */
  private static final double ROUNDING = 1e-12;

  /** Normal images score 1, 2, 3, 4; anomalous ones 3, 5. */
  private static ImageScores scores() {
    ImageScores scores = new ImageScores();
    for (int i = 1; i <= 4; i++) {
      scores.add("normal " + i, i, false);
    }
    scores.add("hidden", 3, true);
    scores.add("plain", 5, true);
    return scores;
  }

  private static Costs costs(double miss, double falseAlarm) {
    return new Costs(miss, falseAlarm, OptionalDouble.empty());
  }

  @Test
  void cheapest_equalCosts_acceptsTheMissRatherThanTwoFalseAlarms() {
    // Threshold 5: one miss, cost 1/6. Threshold 3: two false alarms, 2/6.
    OperatingPoint point = scores().cheapest(costs(1, 1));
    assertThat(point.threshold()).isEqualTo(5);
    assertThat(point.missRate()).isEqualTo(0.5);
    assertThat(point.falseAlarmRate()).isZero();
    assertThat(point.expectedCost()).isCloseTo(1 / 6.0, within(ROUNDING));
  }

  @Test
  void cheapest_costlyMisses_catchesEverything() {
    OperatingPoint point = scores().cheapest(costs(10, 1));
    assertThat(point.threshold()).isEqualTo(3);
    assertThat(point.missRate()).isZero();
    assertThat(point.falseAlarmRate()).isEqualTo(0.5);
    assertThat(point.expectedCost()).isCloseTo(2 / 6.0, within(ROUNDING));
  }

  @Test
  void cheapest_rareAnomalies_shiftTheBalance() {
    // One part in a thousand: threshold 3 costs 0.999 * 0.5, threshold 5 costs 0.001 * 10 * 0.5.
    OperatingPoint point = scores().cheapest(new Costs(10, 1, OptionalDouble.of(0.001)));
    assertThat(point.threshold()).isEqualTo(5);
    assertThat(point.expectedCost()).isCloseTo(0.005, within(ROUNDING));
  }

  @Test
  void cheapest_scoresTheWrongWayRound_raisesNoAlarm() {
    ImageScores scores = new ImageScores();
    scores.add("normal", 2, false);
    scores.add("anomalous", 1, true);
    OperatingPoint point = scores.cheapest(costs(1, 3));
    assertThat(point.threshold()).isInfinite();
    assertThat(point.missRate()).isEqualTo(1);
    assertThat(point.expectedCost()).isCloseTo(0.5, within(ROUNDING));
  }

  /** Against trying every threshold there can be. */
  @Test
  void cheapest_randomScores_noThresholdIsCheaper() {
    Random random = new Random(5);
    for (int trial = 0; trial < 50; trial++) {
      ImageScores scores = new ImageScores();
      double[] values = new double[30];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextInt(12) + (i % 3 == 0 ? 3 : 0);
        scores.add("image " + i, values[i], i % 3 == 0);
      }
      Costs costs = costs(1 + random.nextInt(5), 1 + random.nextInt(5));
      double best = scores.cheapest(costs).expectedCost();
      for (double threshold = -0.5; threshold < 17; threshold++) {
        double cost = 0;
        for (int i = 0; i < values.length; i++) {
          boolean alarm = values[i] >= threshold;
          cost += i % 3 == 0 ? (alarm ? 0 : costs.miss()) : (alarm ? costs.falseAlarm() : 0);
        }
        assertThat(best).as("threshold %s", threshold).isLessThanOrEqualTo(cost / 30 + ROUNDING);
      }
    }
  }

  @Test
  void cheapest_oneClassOrBadCosts_isRefused() {
    ImageScores scores = new ImageScores();
    scores.add("normal", 1, false);
    assertThatThrownBy(() -> scores.cheapest(costs(1, 1)))
        .isInstanceOf(UndefinedMetricException.class);
    assertThatThrownBy(() -> costs(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Costs(1, 1, OptionalDouble.of(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
