package org.madenet.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.madenet.core.nn.ConvSpec;
import org.madenet.core.nn.NetworkBuilder;
import org.nd4j.linalg.learning.config.Sgd;

class PolynomialDecayTest {

  @Test
  void valueAt_straightLine_fallsToNothing() {
    PolynomialDecay decay = new PolynomialDecay(0.1, 1, 4);
    assertThat(decay.valueAt(999, 0)).isEqualTo(0.1);
    assertThat(decay.valueAt(0, 1)).isCloseTo(0.075, within(1e-15));
    assertThat(decay.valueAt(0, 3)).isCloseTo(0.025, within(1e-15));
    assertThat(decay.valueAt(0, 4)).isZero();
    assertThat(decay.valueAt(0, 9)).isZero();
  }

  @Test
  void valueAt_square_fallsFasterAtFirst() {
    assertThat(new PolynomialDecay(1, 2, 2).valueAt(0, 1)).isCloseTo(0.25, within(1e-15));
  }

  @Test
  void json_ofANetworkThatUsesIt_readsBackEqual() {
    NetworkBuilder net = new NetworkBuilder(1, new Sgd(new PolynomialDecay(0.1, 1, 4)));
    ComputationGraph graph =
        net.build(net.conv("conv", net.input("in", 1), ConvSpec.builder(1, 1).build()));
    ComputationGraphConfiguration configuration = graph.getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
  }

  @Test
  void rateZero_isRefused() {
    assertThatThrownBy(() -> new PolynomialDecay(0, 1, 4)).hasMessageContaining("initial");
  }
}
