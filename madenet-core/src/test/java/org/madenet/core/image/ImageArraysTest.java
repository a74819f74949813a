package org.madenet.core.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.madenet.core.ImageSize;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class ImageArraysTest {

  @Test
  void of_twoImages_areRowMajor() {
    float[] values = new float[2 * 3 * 4 * 5];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    INDArray array = ImageArrays.of(values, 3, new ImageSize(4, 5));
    assertThat(array.shape()).containsExactly(2, 3, 4, 5);
    assertThat(array.dataType()).isEqualTo(DataType.FLOAT);
    assertThat(array.getFloat(1, 2, 3, 4)).isEqualTo(119);
    assertThat(array.getFloat(1, 0, 2, 1)).isEqualTo(60 + 2 * 5 + 1);
    values[119] = 0;
    assertThat(array.getFloat(1, 2, 3, 4)).isEqualTo(119);
  }
}
