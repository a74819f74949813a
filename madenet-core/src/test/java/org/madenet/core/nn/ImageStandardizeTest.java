package org.madenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ImageStandardizeTest {

  /** Convolutions let the gradients by all inputs be seen in their weights' gradients. */
  private static ComputationGraph graph(DataType type, boolean restored) {
    NetworkBuilder net = new NetworkBuilder(1).dataType(type);
    String in = net.input("in", 3);
    String image = net.conv("image", in, ConvSpec.builder(3, 1).build());
    String x = net.vertex("standard", new ImageStandardizeVertex(), 3, image);
    if (restored) {
      String changed = net.conv("changed", x, ConvSpec.builder(3, 1).build());
      x = net.vertex("restored", new ImageRestoreVertex(), 3, changed, image);
    }
    return net.build(x);
  }

  private static void identity(ComputationGraph graph, String... layers) {
    for (String layer : layers) {
      INDArray weight = graph.getLayer(layer).getParam("W");
      graph
          .getLayer(layer)
          .setParam("W", Nd4j.eye(3).reshape(3, 3, 1, 1).castTo(weight.dataType()));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void standardized_anyScaleAndOffset_isTheSamePattern(DataType type) {
    ComputationGraph graph = graph(type, false);
    identity(graph, "image");
    INDArray x = Networks.normal(2, type, 1, 3, 8, 6);
    INDArray batch = Nd4j.concat(0, x, x.mul(0.5).addi(3));
    INDArray y = graph.outputSingle(batch);
    double[] values = y.slice(1).dup('c').data().asDouble();
    double mean = 0;
    double square = 0;
    for (double value : values) {
      mean += value / values.length;
      square += value * value / values.length;
    }
    // The floor takes 1e-4 / 0.25 off a variance of 0.25.
    assertThat(mean).isCloseTo(0, within(1e-5));
    assertThat(square).isCloseTo(1, within(1e-3));
    assertThat(y.slice(0).sub(y.slice(1)).amaxNumber().doubleValue()).isLessThan(1e-3);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void restored_unchanged_isTheImage(DataType type) {
    ComputationGraph graph = graph(type, true);
    identity(graph, "image", "changed");
    INDArray x = Networks.normal(3, type, 2, 3, 8, 6).muli(0.1).addi(0.4);
    // Float rounding of values below 1.
    assertThat(graph.outputSingle(x).sub(x).amaxNumber().doubleValue()).isLessThan(1e-6);
  }

  @Test
  void constantImage_isFinite() {
    ComputationGraph graph = graph(DataType.FLOAT, true);
    identity(graph, "image", "changed");
    INDArray x = Nd4j.valueArrayOf(new long[] {1, 3, 4, 4}, 0.3, DataType.FLOAT);
    assertThat(graph.outputSingle(x).sub(x).amaxNumber().doubleValue()).isLessThan(1e-6);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void backward_bothVertices_equalsCentralDifferences(DataType type) {
    ComputationGraph doubles = graph(DataType.DOUBLE, true);
    ComputationGraph graph = graph(type, true);
    graph.setParams(doubles.params().castTo(type));
    INDArray x = Networks.normal(4, DataType.DOUBLE, 2, 3, 5, 4);
    INDArray dy = Networks.normal(5, DataType.DOUBLE, 2, 3, 5, 4);
    INDArray gradient = Networks.gradient(graph, x.castTo(type), dy.castTo(type));
    INDArray parameters = doubles.params();
    double step = 1e-6;
    for (long i = 0; i < parameters.length(); i++) {
      double value = parameters.getDouble(i);
      parameters.putScalar(i, value + step);
      double above = Networks.trainingOutput(doubles, x).mul(dy).sumNumber().doubleValue();
      parameters.putScalar(i, value - step);
      double below = Networks.trainingOutput(doubles, x).mul(dy).sumNumber().doubleValue();
      parameters.putScalar(i, value);
      double expected = (above - below) / (2 * step);
      // Differences are good to 1e-8 of the loss; float gradients to 1e-5 of sums of 40 terms.
      assertThat(gradient.getDouble(i))
          .isCloseTo(
              expected,
              within((type == DataType.FLOAT ? 1e-4 : 1e-6) * Math.max(1, Math.abs(expected))));
    }
  }

  @Test
  void json_roundTrip_isEqual() {
    ComputationGraphConfiguration configuration = graph(DataType.FLOAT, true).getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
  }
}
