package org.madenet.sfad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.madenet.core.train.RandomStreams;

class SupervisedStageTest {

  /**
   * Two matrix products become one, so outputs differ by rounding only: relative 1e-4 in float32.
   */
  @Test
  void withAdaptorMerged_squareAdaptor_keepsTheFunction() {
    SfadNetwork network = SfadNetwork.initial(12, 12, 8, new RandomStreams(3));
    SfadNetwork merged = network.withAdaptorMerged();
    float[] rows = rows(40, 12);
    float[] expected = SfadHead.of(network, ChannelScaling.identity(12)).apply(rows.clone(), 40);
    float[] actual = SfadHead.of(merged, ChannelScaling.identity(12)).apply(rows.clone(), 40);
    assertThat(merged.tensor(SfadNetwork.ADAPTOR_WEIGHT).getDouble(0, 0)).isEqualTo(1);
    assertThat(merged.tensor(SfadNetwork.ADAPTOR_WEIGHT).getDouble(0, 1)).isEqualTo(0);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f * (1 + Math.abs(expected[i]))));
    }
  }

  @Test
  void withAdaptorMerged_otherWidth_leavesTheAdaptor() {
    SfadNetwork network = SfadNetwork.initial(12, 6, 8, new RandomStreams(3));
    assertThat(network.withAdaptorMerged().tensor(SfadNetwork.ADAPTOR_WEIGHT))
        .isEqualTo(network.tensor(SfadNetwork.ADAPTOR_WEIGHT));
  }

  @Test
  void supervisedWeights_outOfRange_areRefusedByName() {
    assertThatThrownBy(() -> new SupervisedWeights(0, 0, 0, 1)).hasMessageContaining("defect");
    assertThatThrownBy(() -> new SupervisedWeights(1, -1, 0, 1)).hasMessageContaining("noise");
    assertThatThrownBy(() -> new SupervisedWeights(1, 0, -1, 1)).hasMessageContaining("image");
    assertThatThrownBy(() -> new SupervisedWeights(1, 0, 0, 0)).hasMessageContaining("hardest");
  }

  private static float[] rows(int count, int channels) {
    SplittableRandom random = new SplittableRandom(5);
    float[] rows = new float[count * channels];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    return rows;
  }
}
