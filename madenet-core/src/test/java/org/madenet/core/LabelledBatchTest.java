package org.madenet.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class LabelledBatchTest {

  /** A normal image, an anomalous one with its last pixel marked, and one with an empty mask. */
  private static LabelledBatch batch() {
    ImageBatch inputs = new ImageBatch(List.of("n", "a", "e"), Nd4j.zeros(3, 3, 2, 2));
    float[] masks = {0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0};
    return new LabelledBatch(
        inputs, new boolean[] {false, true, true}, Nd4j.create(masks, new long[] {3, 1, 2, 2}));
  }

  @Test
  void hasPixelTruth_emptyMaskOfAnomalous_isFalse() {
    assertThat(batch().hasPixelTruth(0)).isTrue();
    assertThat(batch().hasPixelTruth(1)).isTrue();
    assertThat(batch().hasPixelTruth(2)).isFalse();
  }

  @Test
  void mask_marksWhatIsOne() {
    assertThat(batch().mask(1)).containsExactly(false, false, false, true);
    assertThat(batch().mask(2)).containsOnly(false);
  }
}
