package org.madenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.madenet.core.io.Safetensors;
import org.madenet.core.nn.kernel.Kernels;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class InstanceNormTest {

  /** Float sums of 20 values; where a deviation of 0.01 is far below the mean of 2, 200 times. */
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @CsvSource({"FLOAT,plain", "FLOAT,relu", "DOUBLE,plain", "DOUBLE,relu"})
  void valueAndGradient_equalPyTorch(DataType type, String name) throws IOException {
    Kernels kernels = Kernels.of(type);
    InstanceNormVertex norm =
        new InstanceNormVertex(InstanceNormVertex.EPSILON, name.equals("relu"));
    INDArray x = golden(kernels, type, name + "/x");
    INDArray y = golden(kernels, type, name + "/y").assign(0);
    norm.forward(kernels, List.of(x), y);
    INDArray dx = golden(kernels, type, name + "/dx").assign(0);
    norm.backward(kernels, List.of(x), y, golden(kernels, type, name + "/dy"), List.of(dx));

    assertThat(Networks.relativeError(y, golden(kernels, type, name + "/y"))).isLessThan(TOLERANCE);
    // Each map by itself: the gradients of the first are 3000 times those of the last.
    INDArray expected = golden(kernels, type, name + "/dx");
    for (int n = 0; n < 2; n++) {
      for (int c = 0; c < 3; c++) {
        assertThat(Networks.relativeError(dx.slice(n).slice(c), expected.slice(n).slice(c)))
            .isLessThan(TOLERANCE);
      }
    }
  }

  /** Made by tools/make_nn_fixtures.py. */
  private static INDArray golden(Kernels kernels, DataType type, String name) throws IOException {
    String resource = "instance-norm.golden.safetensors";
    try (InputStream in = InstanceNormTest.class.getResourceAsStream(resource)) {
      INDArray array =
          Safetensors.open(in.readAllBytes(), resource).tensor(name).castTo(type).dup('c');
      return kernels.layout().matches(array)
          ? array
          : array.permute(0, 2, 3, 1).dup('c').permute(0, 3, 1, 2);
    }
  }

  private static ComputationGraph graph(DataType type) {
    NetworkBuilder net = new NetworkBuilder(1).dataType(type);
    String x = net.conv("conv", net.input("in", 2), ConvSpec.builder(3, 3).bias().build());
    x = net.instanceNormRelu("norm", x);
    return net.build(net.conv("last", x, ConvSpec.builder(2, 1).build()));
  }

  @Test
  void backward_insideANetwork_equalsCentralDifferences() {
    ComputationGraph graph = graph(DataType.DOUBLE);
    INDArray x = Networks.normal(4, DataType.DOUBLE, 2, 2, 5, 4);
    INDArray dy = Networks.normal(5, DataType.DOUBLE, 2, 2, 5, 4);
    INDArray gradient = Networks.gradient(graph, x, dy);
    INDArray parameters = graph.params();
    double step = 1e-6;
    for (long i = 0; i < parameters.length(); i++) {
      double value = parameters.getDouble(i);
      parameters.putScalar(i, value + step);
      double above = Networks.trainingOutput(graph, x).mul(dy).sumNumber().doubleValue();
      parameters.putScalar(i, value - step);
      double below = Networks.trainingOutput(graph, x).mul(dy).sumNumber().doubleValue();
      parameters.putScalar(i, value);
      double expected = (above - below) / (2 * step);
      // Differences are good to about 1e-9 of a loss of order ten.
      assertThat(gradient.getDouble(i))
          .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
    }
  }

  @Test
  void float_insideANetwork_equalsDouble() {
    ComputationGraph doubles = graph(DataType.DOUBLE);
    ComputationGraph floats = graph(DataType.FLOAT);
    floats.setParams(doubles.params().castTo(DataType.FLOAT));
    INDArray x = Networks.normal(6, DataType.DOUBLE, 3, 2, 8, 8);
    INDArray dy = Networks.normal(7, DataType.DOUBLE, 3, 2, 8, 8);
    // Float rounding in sums of 64 and 192 terms.
    assertThat(
            Networks.relativeError(
                floats.outputSingle(x.castTo(DataType.FLOAT)), doubles.outputSingle(x)))
        .isLessThan(1e-5);
    assertThat(
            Networks.relativeError(
                Networks.gradient(floats, x.castTo(DataType.FLOAT), dy.castTo(DataType.FLOAT)),
                Networks.gradient(doubles, x, dy)))
        .isLessThan(1e-5);
  }

  @Test
  void json_roundTrip_isEqual() {
    ComputationGraphConfiguration configuration = graph(DataType.FLOAT).getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
  }
}
