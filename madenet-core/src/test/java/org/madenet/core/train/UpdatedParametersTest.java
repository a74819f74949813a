package org.madenet.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class UpdatedParametersTest {

  /** Gradient of {@code 0.5 * sum((w - target)^2)}. */
  private static Map<String, INDArray> gradient(INDArray w) {
    return Map.of("w", w.sub(Nd4j.create(new float[] {1, -2, 3, 0.5f}, 2, 2)));
  }

  @Test
  void update_adam_followsTheClosedForm() {
    INDArray w = Nd4j.create(new float[] {0, 0, 0, 0}, 2, 2);
    UpdatedParameters parameters = new UpdatedParameters(Map.of("w", w), new Adam(0.1), 0);
    double[] expected = new double[4];
    double[] target = {1, -2, 3, 0.5};
    double[] m = new double[4];
    double[] v = new double[4];

    for (int t = 1; t <= 20; t++) {
      parameters.update(gradient(w), 0);
      for (int i = 0; i < 4; i++) {
        double g = expected[i] - target[i];
        m[i] = 0.9 * m[i] + 0.1 * g;
        v[i] = 0.999 * v[i] + 0.001 * g * g;
        double corrected = m[i] / (1 - Math.pow(0.9, t));
        expected[i] -= 0.1 * corrected / (Math.sqrt(v[i] / (1 - Math.pow(0.999, t))) + 1e-8);
      }
    }

    for (int i = 0; i < 4; i++) {
      // float32 over 20 steps of size 0.1
      assertThat(w.getDouble(i / 2, i % 2)).isCloseTo(expected[i], within(1e-5));
    }
  }

  @Test
  void update_weightDecay_isDecoupledFromTheGradient() {
    INDArray w = Nd4j.create(new float[] {2, 4}, 1, 2);
    UpdatedParameters parameters = new UpdatedParameters(Map.of("w", w), new Sgd(0.1), 0.5);

    parameters.update(Map.of("w", Nd4j.create(new float[] {1, 0}, 1, 2)), 0);

    // 2 * (1 - 0.1 * 0.5) - 0.1 * 1 and 4 * (1 - 0.1 * 0.5); one float32 rounding each
    assertThat(w.getDouble(0)).isCloseTo(1.8, within(1e-6));
    assertThat(w.getDouble(1)).isCloseTo(3.8, within(1e-6));
    assertThat(parameters.updater()).isEmpty();
  }

  @Test
  void state_copiedIntoAnother_bothGoOnAlike() {
    INDArray w = Nd4j.create(new float[] {0, 0, 0, 0}, 2, 2);
    UpdatedParameters one = new UpdatedParameters(Map.of("w", w), new Adam(0.1), 1e-2);
    for (int t = 0; t < 5; t++) {
      one.update(gradient(w), 0);
    }
    INDArray copy = Nd4j.zeros(2, 2);
    UpdatedParameters two = new UpdatedParameters(Map.of("w", copy), new Adam(0.1), 1e-2);
    copy.assign(w);
    one.updater().forEach((name, moments) -> two.updater().get(name).assign(moments));
    two.setCounters(one.counters());

    for (int t = 0; t < 5; t++) {
      one.update(gradient(w), 0);
      two.update(gradient(copy), 0);
    }

    assertThat(copy).isEqualTo(w);
  }

  @Test
  void update_wrongNamesOrShapes_refused() {
    UpdatedParameters parameters =
        new UpdatedParameters(Map.of("w", Nd4j.zeros(2, 2)), new Adam(0.1), 0);

    assertThatThrownBy(() -> parameters.update(Map.of("v", Nd4j.zeros(2, 2)), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[v]");
    assertThatThrownBy(() -> parameters.update(Map.of("w", Nd4j.zeros(4)), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gradient of w must be [2, 2], but is [4]");
  }
}
