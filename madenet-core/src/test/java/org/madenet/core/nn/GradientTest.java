package org.madenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients in double precision against central differences of L = sum(y * dy). */
class GradientTest {

  private static final double STEP = 1e-6;

  @ParameterizedTest
  @EnumSource
  void backprop_everyParameterKind_equalsCentralDifferences(ConvActivation activation) {
    ComputationGraph graph = Networks.everything(DataType.DOUBLE, activation);
    Networks.scramble(graph);
    INDArray x = Networks.normal(5, DataType.DOUBLE, 2, 3, 16, 16);
    INDArray dy = Networks.normal(6, DataType.DOUBLE, 2, 24, 8, 8);
    INDArray exact = Networks.gradient(graph, x, dy);
    SplittableRandom random = new SplittableRandom(7);
    long start = 0;
    for (String name : graph.paramTable().keySet()) {
      INDArray parameter = graph.getParam(name);
      if (!name.endsWith("_mean") && !name.endsWith("_var")) {
        for (int i = 0; i < 6; i++) {
          long index = start + random.nextLong(parameter.length());
          double expected = difference(graph, x, dy, index);
          assertThat(exact.getDouble(index))
              .as("%s[%d]", name, index - start)
              .isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected))));
        }
      }
      start += parameter.length();
    }
  }

  private static double difference(ComputationGraph graph, INDArray x, INDArray dy, long index) {
    INDArray parameters = graph.params();
    double value = parameters.getDouble(index);
    parameters.putScalar(index, value + STEP);
    double above = loss(graph, x, dy);
    parameters.putScalar(index, value - STEP);
    double below = loss(graph, x, dy);
    parameters.putScalar(index, value);
    return (above - below) / (2 * STEP);
  }

  private static double loss(ComputationGraph graph, INDArray x, INDArray dy) {
    return Nd4j.sum(Networks.trainingOutput(graph, x).mul(dy)).getDouble(0);
  }
}
