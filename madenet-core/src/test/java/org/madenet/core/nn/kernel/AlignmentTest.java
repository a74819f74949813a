package org.madenet.core.nn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.madenet.core.nn.UpsampleMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Results may begin anywhere; a fault here ends the JVM. */
class AlignmentTest {

  private static final int CHANNELS = 32;

  @ParameterizedTest
  @EnumSource
  void upsample_resultAtAnyAddress_isTheSame(UpsampleMode mode) {
    assumeTrue(OneDnn.isAvailable(), OneDnn::whyNot);
    Kernels kernels = Kernels.of(DataType.FLOAT);
    INDArray small = at(0, 4);
    INDArray large = at(0, 8);
    Random random = new Random(1);
    for (INDArray array : new INDArray[] {small, large}) {
      for (long i = 0; i < array.length(); i++) {
        array.putScalar(i, random.nextGaussian());
      }
    }
    INDArray up = at(0, 8);
    kernels.upsample(mode, small, up);
    INDArray down = at(0, 4);
    kernels.upsampleBackward(mode, large, down);
    for (int offset = 1; offset <= 16; offset++) {
      INDArray y = at(offset, 8);
      kernels.upsample(mode, small, y);
      assertThat(y).as("offset %d", offset).isEqualTo(up);
      INDArray dx = at(offset, 4);
      kernels.upsampleBackward(mode, large, dx);
      assertThat(dx).as("offset %d", offset).isEqualTo(down);
    }
  }

  /** [1,32,size,size], channels last, some floats into its memory. */
  private static INDArray at(int offset, int size) {
    long length = (long) CHANNELS * size * size;
    return Nd4j.create(DataType.FLOAT, length + offset)
        .get(NDArrayIndex.interval(offset, offset + length))
        .reshape('c', 1, size, size, CHANNELS)
        .permute(0, 3, 1, 2);
  }
}
