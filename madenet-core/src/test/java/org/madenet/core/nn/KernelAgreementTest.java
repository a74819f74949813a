package org.madenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The fast path in float32 equals the plain path in double precision. */
class KernelAgreementTest {

  /** Rounding of float32 through a few layers is some 1e-7; a wrong formula is far more. */
  private static final double TOLERANCE = 1e-5;

  @BeforeEach
  void oneDnnIsOn() {
    assumeTrue(Acceleration.status().layers(), () -> Acceleration.status().reason());
  }

  @ParameterizedTest
  @EnumSource
  void output_everyLayer_equalsPlainKernels(ConvActivation activation) {
    ComputationGraph fast = Networks.everything(DataType.FLOAT, activation);
    ComputationGraph plain = Networks.everything(DataType.DOUBLE, activation);
    Networks.scramble(fast);
    plain.setParams(fast.params().castTo(DataType.DOUBLE));
    INDArray x = Networks.normal(1, DataType.FLOAT, 2, 3, 16, 16);
    INDArray wide = x.castTo(DataType.DOUBLE);

    assertThat(Networks.relativeError(fast.outputSingle(x), plain.outputSingle(wide)))
        .isLessThan(TOLERANCE);
    assertThat(
            Networks.relativeError(
                Networks.trainingOutput(fast, x), Networks.trainingOutput(plain, wide)))
        .isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @EnumSource
  void gradient_everyLayer_equalsPlainKernels(ConvActivation activation) {
    ComputationGraph fast = Networks.everything(DataType.FLOAT, activation);
    ComputationGraph plain = Networks.everything(DataType.DOUBLE, activation);
    Networks.scramble(fast);
    plain.setParams(fast.params().castTo(DataType.DOUBLE));
    INDArray x = Networks.normal(1, DataType.FLOAT, 2, 3, 16, 16);
    INDArray dy = Networks.normal(2, DataType.FLOAT, 2, 24, 8, 8);

    INDArray actual = Networks.gradient(fast, x, dy);
    INDArray expected =
        Networks.gradient(plain, x.castTo(DataType.DOUBLE), dy.castTo(DataType.DOUBLE));
    assertThat(Networks.relativeError(actual, expected)).isLessThan(TOLERANCE);
  }

  @Test
  void output_anyStrides_isTheSame() {
    ComputationGraph graph = Networks.everything(DataType.FLOAT, ConvActivation.RELU);
    INDArray x = Networks.normal(1, DataType.FLOAT, 2, 3, 16, 16);
    INDArray channelsLast = x.permute(0, 2, 3, 1).dup('c').permute(0, 3, 1, 2);
    INDArray wide = Networks.normal(9, DataType.FLOAT, 4, 3, 16, 16);
    INDArray view = wide.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(1, 3));
    view.assign(x);

    INDArray expected = graph.outputSingle(x);
    assertThat(graph.outputSingle(channelsLast)).isEqualTo(expected);
    assertThat(graph.outputSingle(view)).isEqualTo(expected);
  }

  @Test
  void output_batch_equalsSingles() {
    ComputationGraph graph = Networks.everything(DataType.FLOAT, ConvActivation.SILU);
    INDArray x = Networks.normal(1, DataType.FLOAT, 3, 3, 16, 16);
    INDArray batch = graph.outputSingle(x);
    for (int i = 0; i < 3; i++) {
      INDArray single =
          graph.outputSingle(x.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(i, i + 1)));
      INDArray row = batch.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(i, i + 1));
      assertThat(Networks.relativeError(single, row)).isLessThan(1e-6);
    }
  }
}
