package org.madenet.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CosineDecayTest {

  /** cos(0), cos(60 degrees), cos(90 degrees), cos(120 degrees), cos(180 degrees). */
  @Test
  void valueAt_everySixthOfTheWay_followsTheCosine() {
    CosineDecay decay = new CosineDecay(0.03, 6);
    assertThat(decay.valueAt(0, 0)).isEqualTo(0.03);
    assertThat(decay.valueAt(2, 0)).isCloseTo(0.0225, within(1e-15));
    assertThat(decay.valueAt(3, 99)).isCloseTo(0.015, within(1e-15));
    assertThat(decay.valueAt(4, 0)).isCloseTo(0.0075, within(1e-15));
    assertThat(decay.valueAt(6, 0)).isZero();
    assertThat(decay.valueAt(1000, 0)).isZero();
  }

  @Test
  void rateOrStepsOf0_areRefused() {
    assertThatThrownBy(() -> new CosineDecay(0, 4)).hasMessageContaining("initial");
    assertThatThrownBy(() -> new CosineDecay(1, 0)).hasMessageContaining("steps");
  }
}
