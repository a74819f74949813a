package org.madenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.madenet.core.io.Safetensors;
import org.madenet.core.nn.kernel.Kernels;
import org.madenet.core.nn.loss.ReconstructionLoss;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Golden values are PyTorch's; {@code tools/make_nn_fixtures.py} wrote them. */
class VectorQuantizationTest {

  /** Float32 sums of at most 30 terms. */
  private static final double TOLERANCE = 1e-5;

  private static final int CODES = 7;
  private static final int WIDTH = 4;
  private static final QuantizerSpec MOVING = QuantizerSpec.moving(CODES, 0.99, 0);

  private static Safetensors golden() throws IOException {
    String resource = "vector-quantization.golden.safetensors";
    try (InputStream in = VectorQuantizationTest.class.getResourceAsStream(resource)) {
      return Safetensors.open(in.readAllBytes(), resource);
    }
  }

  private static Layer layer(DataType type, QuantizerSpec spec) throws IOException {
    NetworkBuilder net = new NetworkBuilder(1).dataType(type);
    ComputationGraph graph = net.build(net.quantize("vq", net.input("in", WIDTH), spec));
    graph.initGradientsView();
    Layer layer = graph.getLayer("vq");
    for (String name : layer.paramTable().keySet()) {
      INDArray target = layer.getParam(name);
      target.assign(golden().tensor(name).castTo(type).reshape(target.shape()));
    }
    return layer;
  }

  private static void assertClose(INDArray actual, String name) throws IOException {
    INDArray expected = golden().tensor(name);
    assertThat(Networks.relativeError(actual.reshape(expected.shape()), expected))
        .as(name)
        .isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void forwardAndOneUpdate_equalPyTorch(DataType type) throws IOException {
    Layer layer = layer(type, MOVING);
    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    INDArray z = golden().tensor("z").castTo(type);
    INDArray dy = golden().tensor("dy").castTo(type);
    layer.setInput(z, workspaces);
    assertClose(layer.activate(false, workspaces), "q");
    layer.setInput(z, workspaces);
    INDArray q = layer.activate(true, workspaces);
    assertClose(q, "q");
    Pair<Gradient, INDArray> back = layer.backpropGradient(dy, workspaces);
    // Passed as it came, not nearly.
    assertThat(back.getSecond().dup('c')).isEqualTo(dy.dup('c'));

    layer.params().subi(layer.getGradientsViewArray());
    assertClose(layer.getParam("sizes"), "newSizes");
    assertClose(layer.getParam("sums"), "newSums");
    assertClose(layer.getParam("codes"), "newCodes");
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void commitmentLoss_valueAndGradient_equalPyTorch(DataType type) throws IOException {
    Kernels kernels = Kernels.of(type);
    INDArray z = inLayout(kernels, golden().tensor("z").castTo(type));
    INDArray q = inLayout(kernels, golden().tensor("q").castTo(type));
    INDArray difference = z.ulike();
    CommitmentVertex vertex = new CommitmentVertex();
    vertex.forward(kernels, List.of(z, q), difference);
    ReconstructionLoss loss = new ReconstructionLoss(15, 0.25, WIDTH);
    INDArray rows = Codebook.vectors(difference).dup('c');
    INDArray zeros = rows.mul(0);
    double value =
        loss.computeScore(zeros, rows, new ActivationIdentity(), null, false) / z.size(0);
    assertThat(value).isCloseTo(golden().tensor("loss").getDouble(0), within(TOLERANCE));

    INDArray gradient =
        loss.computeGradient(zeros, rows, new ActivationIdentity(), null)
            .divi(z.size(0))
            .reshape('c', 2, 3, 5, WIDTH)
            .permute(0, 3, 1, 2);
    INDArray dz = z.ulike();
    INDArray dq = z.ulike();
    vertex.backward(
        kernels, List.of(z, q), difference, inLayout(kernels, gradient), List.of(dz, dq));
    assertThat(dq.amaxNumber().doubleValue()).isZero();
    assertClose(dz.add(golden().tensor("dy").castTo(type)).dup('c'), "dz");
  }

  private static INDArray inLayout(Kernels kernels, INDArray array) {
    return kernels.layout().matches(array)
        ? array
        : array.permute(0, 2, 3, 1).dup('c').permute(0, 3, 1, 2);
  }

  /**
   * A convolution before the quantisation, and the commitment loss's outer gradient, against
   * central differences in double precision: small steps change no code.
   */
  @Test
  void commitmentGradient_insideANetwork_equalsCentralDifferences() {
    NetworkBuilder net = new NetworkBuilder(5).dataType(DataType.DOUBLE);
    String z = net.conv("conv", net.input("in", 2), ConvSpec.builder(3, 1).bias().build());
    String q = net.quantize("vq", z, QuantizerSpec.fixed(6));
    ComputationGraph graph = net.build(net.vertex("apart", new CommitmentVertex(), 3, z, q));
    INDArray x = Networks.normal(1, DataType.DOUBLE, 2, 2, 4, 3);
    INDArray dy = Networks.normal(2, DataType.DOUBLE, 2, 3, 4, 3);
    INDArray gradient = Networks.gradient(graph, x, dy);
    INDArray parameters = graph.params();
    double step = 1e-6;
    for (int i = 0; i < 9; i++) {
      double value = parameters.getDouble(i);
      parameters.putScalar(i, value + step);
      double above = Networks.trainingOutput(graph, x).mul(dy).sumNumber().doubleValue();
      parameters.putScalar(i, value - step);
      double below = Networks.trainingOutput(graph, x).mul(dy).sumNumber().doubleValue();
      parameters.putScalar(i, value);
      // Linear in the weights as long as no code changes: differences are exact to rounding.
      assertThat(gradient.getDouble(i)).isCloseTo((above - below) / (2 * step), within(1e-7));
    }
    assertThat(gradient.length()).isEqualTo(9 + 18);
    for (int i = 9; i < gradient.length(); i++) {
      assertThat(gradient.getDouble(i)).as("codes stay").isZero();
    }
  }

  @Test
  void stopGradient_passesValuesAndNoGradient() {
    NetworkBuilder net = new NetworkBuilder(5).dataType(DataType.FLOAT);
    String x = net.conv("conv", net.input("in", 2), ConvSpec.builder(3, 1).build());
    String stopped = net.vertex("stop", new StopGradientVertex(), 3, x);
    ComputationGraph graph = net.build(net.conv("last", stopped, ConvSpec.builder(2, 1).build()));
    INDArray image = Networks.normal(1, DataType.FLOAT, 2, 2, 4, 3);
    INDArray gradient =
        Networks.gradient(graph, image, Networks.normal(2, DataType.FLOAT, 2, 2, 4, 3));
    for (int i = 0; i < 6; i++) {
      assertThat(gradient.getDouble(i)).isZero();
    }
    assertThat(gradient.getDouble(6)).isNotZero();
    graph.getLayer("conv").getParam("W").assign(0);
    assertThat(graph.outputSingle(image).amaxNumber().doubleValue()).isZero();
  }

  /** More vectors than fit in a piece, and a last piece that is smaller. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void nearest_manyVectors_isThatOfALoop(DataType type) {
    INDArray codes = Networks.normal(1, type, 4096, 5);
    INDArray maps = Networks.normal(2, type, 2, 5, 23, 17);
    int[] nearest = new Codebook(codes).nearest(maps);
    assertThat(nearest).hasSize(2 * 23 * 17);
    double[] all = codes.data().asDouble();
    for (int i = 0; i < nearest.length; i++) {
      double[] vector = new double[5];
      int n = i / (23 * 17);
      for (int d = 0; d < 5; d++) {
        vector[d] = maps.getDouble(n, d, i / 17 % 23, i % 17);
      }
      double best = Double.MAX_VALUE;
      for (int k = 0; k < 4096; k++) {
        best = Math.min(best, squaredDistance(vector, all, k));
      }
      // Where two codes are equally near up to float rounding, either is right.
      assertThat(squaredDistance(vector, all, nearest[i])).isCloseTo(best, within(1e-5));
    }
    INDArray found = new Codebook(codes).lookUp(nearest, maps.shape());
    assertThat(found.shape()).isEqualTo(maps.shape());
    assertThat(found.getDouble(1, 3, 22, 16))
        .isEqualTo(codes.getDouble(nearest[nearest.length - 1], 3));
  }

  private static double squaredDistance(double[] vector, double[] codes, int k) {
    double sum = 0;
    for (int d = 0; d < vector.length; d++) {
      double difference = vector[d] - codes[k * vector.length + d];
      sum += difference * difference;
    }
    return sum;
  }

  @Test
  void restart_codesThatNobodyGets_becomeVectorsOfTheMinibatch() {
    double[] vectors = new SplittableRandom(3).doubles(40).toArray();
    int[] nearest = new int[20]; // all go to code 0
    CodeAverages start = new CodeAverages(new double[4], new double[8]);
    QuantizerSpec spec = QuantizerSpec.moving(4, 0.9, 0.1);
    CodeAverages moved = start.after(vectors, nearest, spec, new SplittableRandom(1));
    double[] codes = moved.codes();
    // Code 0 has 2 of 20 vectors' worth, above 0.1 of the mean of 5.
    assertThat(moved.sizes()[0]).isCloseTo(2, within(1e-4));
    List<List<Double>> pairs =
        java.util.stream.IntStream.range(0, 20)
            .mapToObj(i -> List.of(vectors[2 * i], vectors[2 * i + 1]))
            .toList();
    for (int k = 1; k < 4; k++) {
      assertThat(moved.sizes()[k]).isEqualTo(1);
      double first = codes[2 * k];
      double second = codes[2 * k + 1];
      assertThat(pairs)
          .anyMatch(
              pair ->
                  Math.abs(pair.get(0) - first) < 1e-12 && Math.abs(pair.get(1) - second) < 1e-12);
    }
    CodeAverages again = start.after(vectors, nearest, spec, new SplittableRandom(1));
    assertThat(again.sums()).isEqualTo(moved.sums());
    CodeAverages never =
        start.after(vectors, nearest, QuantizerSpec.moving(4, 0.9, 0), new SplittableRandom(1));
    assertThat(Arrays.copyOfRange(never.sums(), 2, 8)).containsOnly(0);
  }

  @Test
  void wrongWidth_isRefusedByName() {
    NetworkBuilder net = new NetworkBuilder(1);
    ComputationGraph graph =
        net.build(net.quantize("vq", net.input("in", 4), QuantizerSpec.fixed(3)));
    assertThatThrownBy(() -> graph.outputSingle(Networks.normal(1, DataType.FLOAT, 1, 3, 2, 2)))
        .hasMessageContaining("vq")
        .hasMessageContaining("[1, 3, 2, 2]");
  }

  @Test
  void json_roundTrip_isEqual() {
    NetworkBuilder net = new NetworkBuilder(1);
    String z = net.input("in", 4);
    String q = net.quantize("vq", z, MOVING);
    String apart = net.vertex("apart", new CommitmentVertex(), 4, z, q);
    ComputationGraphConfiguration configuration =
        net.build(net.vertex("stop", new StopGradientVertex(), 4, apart)).getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
  }
}
