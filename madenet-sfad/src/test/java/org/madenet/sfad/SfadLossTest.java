package org.madenet.sfad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SfadLossTest {

  private final SfadLoss loss = new SfadLoss(0.5f, -0.5f);

  /** Worked out by hand from equation (11). */
  @ParameterizedTest
  @CsvSource({
    // output, label, loss, derivative
    "0.2,   1,    0.3,  -1",
    "0.2,   0.5,  0.15, -0.5",
    "0.5,   1,    0,    0",
    "2,     1,    0,    0",
    "-1,    1,    1.5,  -1",
    "0.2,   -1,   0.7,  1",
    "0.2,   -2,   1.4,  2",
    "-0.5,  -1,   0,    0",
    "-3,    -1,   0,    0",
    "0.2,   0,    0,    0",
    "-9,    0,    0,    0",
  })
  void of_handComputedCells_areEquation11(
      float output, float label, double expected, float derivative) {
    // Margins and outputs are float32.
    assertThat(loss.of(output, label)).isCloseTo(expected, within(1e-7));
    assertThat(loss.derivative(output, label) + 0f).isEqualTo(derivative);
  }

  @Test
  void derivative_awayFromKinks_equalsCentralDifference() {
    float step = 1f / 1024;
    for (float label : new float[] {1, -1, 0.25f, -3}) {
      for (float output = -2; output <= 2; output += 0.21f) {
        double difference =
            (loss.of(output + step, label) - loss.of(output - step, label)) / (2 * step);
        assertThat((double) loss.derivative(output, label)).isCloseTo(difference, within(1e-4));
      }
    }
  }

  @Test
  void of_notANumber_isNotANumber() {
    assertThat(loss.of(Float.NaN, 1)).isNaN();
    assertThat(loss.of(Float.NaN, -1)).isNaN();
  }
}
