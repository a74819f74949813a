package org.madenet.core;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class ImageBatchTest {

  private static final ImageBatch BATCH =
      new ImageBatch(List.of("a", "b"), Nd4j.zeros(DataType.FLOAT, 2, 3, 4, 6));

  @Test
  void requireSize_same_passes() {
    assertThatCode(() -> BATCH.requireSize(new ImageSize(4, 6))).doesNotThrowAnyException();
  }

  @Test
  void requireSize_heightAndWidthSwapped_isRefusedWithBothSizes() {
    assertThatThrownBy(() -> BATCH.requireSize(new ImageSize(6, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("images must be 6x4, but are 4x6");
  }
}
