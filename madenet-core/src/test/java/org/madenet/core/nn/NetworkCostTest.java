package org.madenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Against numbers worked out by hand. */
class NetworkCostTest {

  private static final InputType IMAGE = InputType.convolutional(8, 6, 3);

  /** Outputs of 8x4x3, 8x4x3, 8x4x3 and 4x8x6 values. */
  private static NetworkCost small(DataType type) {
    NetworkBuilder net = new NetworkBuilder(1).dataType(type);
    ConvSpec down =
        ConvSpec.builder(8, 3).stride(2).batchNorm().activation(ConvActivation.RELU).build();
    String a = net.conv("down", net.input("image", 3), down);
    String b = net.conv("mix", a, ConvSpec.builder(8, 1).batchNorm().build());
    String sum = net.sum("sum", ConvActivation.RELU, a, b);
    ConvSpec up =
        ConvSpec.builder(4, 4)
            .transposed()
            .stride(2)
            .padding(1)
            .bias()
            .activation(ConvActivation.LEAKY_RELU)
            .build();
    return NetworkCost.of(net.build(net.conv("up", sum, up)), IMAGE);
  }

  @Test
  void vertices_everyKind_areCountedAsByHand() {
    NetworkCost cost = small(DataType.DOUBLE);
    assertThat(cost.vertices())
        .containsExactly(
            new VertexCost("down", 12 * 8 * 27, 8 * 27 + 16, 8 * 96),
            new VertexCost("mix", 12 * 64, 64 + 16, 8 * 96),
            new VertexCost("sum", 0, 0, 8 * 96),
            new VertexCost("up", 12 * 8 * 4 * 16, 8 * 4 * 16 + 4, 8 * 192));
    assertThat(cost.multiplyAdds()).isEqualTo(9504);
    assertThat(cost.parameters()).isEqualTo(828);
    assertThat(cost.activationBytes()).isEqualTo(3840);
  }

  @Test
  void memory_plainKernels_isCountedAsByHand() {
    NetworkCost cost = small(DataType.DOUBLE);
    // 828 parameters and 2 * 16 statistics; twice the image of 144 values; 480 outputs.
    assertThat(cost.inferenceBytes(3)).isEqualTo(8 * (860 + 3 * (2 * 144 + 480)));
    // Forward: two arrays of both normalised blocks, the sum, the enlarged maps.
    int kept = 2 * 96 + 2 * 96 + 96 + 192;
    // Backward: gradients of inputs, and of what precedes normalisation or LeakyReLU.
    int backward = (144 + 96) + (96 + 96) + 2 * 96 + (96 + 192);
    assertThat(cost.trainingBytes(3))
        .isEqualTo(8 * (2 * 860 + 2 * 828 + 3 * (2 * 144 + kept + backward)));
  }

  @Test
  void memory_oneDnn_addsPackedWeightsAndMasks() {
    assumeTrue(Acceleration.status().layers(), () -> Acceleration.status().reason());
    NetworkCost fast = small(DataType.FLOAT);
    NetworkCost plain = small(DataType.DOUBLE);
    int packed = 4 * (8 * 27 + 64 + 8 * 4 * 16);
    assertThat(fast.inferenceBytes(3)).isEqualTo(plain.inferenceBytes(3) / 2 + packed);
    int mask = 96 / 8;
    assertThat(fast.trainingBytes(3)).isEqualTo(plain.trainingBytes(3) / 2 + 3 * packed + 3 * mask);
  }

  @Test
  void memory_equalShapes_sharePackedWeightsUntilTheyAreFolded() {
    assumeTrue(Acceleration.status().layers(), () -> Acceleration.status().reason());
    NetworkBuilder net = new NetworkBuilder(1);
    ConvSpec spec = ConvSpec.builder(3, 3).bias().build();
    String x = net.conv("first", net.input("image", 3), spec);
    ComputationGraph graph = net.build(net.conv("second", x, spec));
    long one = NetworkCost.of(graph, IMAGE).inferenceBytes(1);
    long two = NetworkCost.of(BatchNormFolding.fold(graph), IMAGE).inferenceBytes(1);
    assertThat(two - one).isEqualTo(4 * 81);
  }

  @Test
  void of_denseLayers_areProductsOfTheirWidths() {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("in")
            .addLayer("out", new OutputLayer.Builder().nIn(7).nOut(2).build(), "hidden")
            .addLayer(
                "hidden", new FrozenLayer(new DenseLayer.Builder().nIn(5).nOut(7).build()), "in")
            .setOutputs("out")
            .build();
    NetworkCost cost = NetworkCost.of(configuration, InputType.feedForward(5));
    assertThat(cost.vertices())
        .containsExactly(new VertexCost("hidden", 35, 0, 28), new VertexCost("out", 14, 16, 8));
  }

  @Test
  void of_whatItCannotCount_isRefusedByName() {
    NetworkBuilder net = new NetworkBuilder(1);
    BatchNormalization norm = new BatchNormalization.Builder().nIn(3).nOut(3).build();
    ComputationGraph graph = net.build(net.layer("norm", norm, 3, net.input("image", 3)));
    assertThatThrownBy(() -> NetworkCost.of(graph, IMAGE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot count layer 'norm' of BatchNormalization");
    assertThatThrownBy(() -> NetworkCost.of(graph))
        .hasMessage("the network has the inputs [image], but 0 types are given");
    assertThatThrownBy(() -> small(DataType.FLOAT).trainingBytes(0))
        .hasMessage("batch must be positive, got 0");
  }
}
