package org.madenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class StandardizeVertexTest {

  private static final List<Double> MEAN = List.of(0.5, -1.0, 0.0);
  private static final List<Double> STD = List.of(0.25, 2.0, 1.0);

  private static ComputationGraph graph(DataType type) {
    NetworkBuilder net = new NetworkBuilder(1).dataType(type);
    String x = net.input("in", 3);
    // The convolution lets the gradient through the vertex be seen in its weights' gradient.
    x = net.conv("conv", x, ConvSpec.builder(3, 1).build());
    return net.build(net.vertex("standard", new StandardizeVertex(MEAN, STD), 3, x));
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void output_everyChannel_isStandardised(DataType type) {
    ComputationGraph graph = graph(type);
    INDArray identity = Nd4j.eye(3).reshape(3, 3, 1, 1).castTo(type);
    graph.getLayer("conv").setParam("W", identity);
    INDArray x = Networks.normal(2, type, 2, 3, 4, 5);
    INDArray y = graph.outputSingle(x);
    for (int c = 0; c < 3; c++) {
      double expected = (x.getDouble(1, c, 2, 3) - MEAN.get(c)) / STD.get(c);
      // Float rounding, and the epsilon of 1e-12 in the variance.
      assertThat(y.getDouble(1, c, 2, 3)).isCloseTo(expected, within(2e-6));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void backward_everyChannel_dividesByTheDeviation(DataType type) {
    ComputationGraph graph = graph(type);
    INDArray x = Networks.normal(2, type, 2, 3, 4, 5);
    INDArray dy = Networks.normal(3, type, 2, 3, 4, 5);
    INDArray gradient = Networks.gradient(graph, x, dy).reshape(3, 3);
    for (int out = 0; out < 3; out++) {
      for (int in = 0; in < 3; in++) {
        double expected =
            x.slice(in, 1).mul(dy.slice(out, 1)).sumNumber().doubleValue() / STD.get(out);
        assertThat(gradient.getDouble(out, in))
            .isCloseTo(expected, within(1e-4 * Math.max(1, Math.abs(expected))));
      }
    }
  }

  @Test
  void json_roundTrip_isEqual() {
    ComputationGraphConfiguration configuration = graph(DataType.FLOAT).getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
  }

  @Test
  void deviationZero_isRefused() {
    assertThatThrownBy(() -> new StandardizeVertex(List.of(0.0), List.of(0.0)))
        .hasMessageContaining("positive");
  }
}
