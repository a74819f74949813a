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

class StepDecayTest {

  @Test
  void valueAt_fromTheEpochOn_isTheNewRate() {
    StepDecay decay = new StepDecay(0.2, 0.1, 8);
    assertThat(decay.valueAt(999, 0)).isEqualTo(0.2);
    assertThat(decay.valueAt(999, 7)).isEqualTo(0.2);
    assertThat(decay.valueAt(0, 8)).isCloseTo(0.02, within(1e-15));
    assertThat(decay.valueAt(0, 99)).isCloseTo(0.02, within(1e-15));
  }

  @Test
  void json_ofANetworkThatUsesIt_readsBackEqual() {
    NetworkBuilder net = new NetworkBuilder(1, new Sgd(new StepDecay(0.2, 0.1, 8)));
    ComputationGraph graph =
        net.build(net.conv("conv", net.input("in", 1), ConvSpec.builder(1, 1).build()));
    ComputationGraphConfiguration configuration = graph.getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
  }

  @Test
  void factorZero_isRefused() {
    assertThatThrownBy(() -> new StepDecay(0.2, 0, 8)).hasMessageContaining("factor");
  }
}
