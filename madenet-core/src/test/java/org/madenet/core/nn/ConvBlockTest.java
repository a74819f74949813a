package org.madenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryType;
import org.deeplearning4j.nn.conf.memory.MemoryUseMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ConvBlockTest {

  @Test
  void update_oneStep_movesRunningStatisticsAsPyTorch() {
    NetworkBuilder net = new NetworkBuilder(1);
    String x = net.input("in", 1);
    net.conv("norm", x, ConvSpec.builder(1, 1).batchNorm().build());
    ComputationGraph graph = net.build("norm");
    graph.getParam("norm_W").assign(1);
    // mean 2.5, biased variance 1.25, unbiased 5/3
    INDArray values = Nd4j.createFromArray(1f, 2f, 3f, 4f).reshape(1, 1, 2, 2);
    INDArray gradient = Networks.gradient(graph, values, Nd4j.zeros(1, 1, 2, 2));
    graph.params().subi(gradient);

    assertThat(graph.getParam("norm_mean").getDouble(0)).isCloseTo(0.25, within(1e-6));
    assertThat(graph.getParam("norm_var").getDouble(0)).isCloseTo(0.9 + 0.1 * 5 / 3, within(1e-6));
  }

  @Test
  void training_batchNorm_normalisesWithBiasedVariance() {
    NetworkBuilder net = new NetworkBuilder(1);
    String x = net.input("in", 1);
    net.conv("norm", x, ConvSpec.builder(1, 1).batchNorm().build());
    ComputationGraph graph = net.build("norm");
    graph.getParam("norm_W").assign(1);
    INDArray values = Nd4j.createFromArray(1f, 2f, 3f, 4f).reshape(1, 1, 2, 2);

    INDArray y = Networks.trainingOutput(graph, values);
    assertThat(y.getDouble(0, 0, 0, 0)).isCloseTo(-1.5 / Math.sqrt(1.25 + 1e-5), within(1e-6));
  }

  @Test
  void serializer_everyLayer_givesTheSameNetwork() throws IOException {
    ComputationGraph graph = Networks.everything(DataType.FLOAT, ConvActivation.SILU);
    Networks.scramble(graph);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(graph, bytes, false);
    ComputationGraph again =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(bytes.toByteArray()));

    INDArray x = Networks.normal(1, DataType.FLOAT, 1, 3, 16, 16);
    assertThat(again.getConfiguration()).isEqualTo(graph.getConfiguration());
    assertThat(again.outputSingle(x)).isEqualTo(graph.outputSingle(x));
  }

  @Test
  void build_sameSeed_givesTheSameWeightsWhateverElseIsBuilt() {
    ComputationGraph small = oneBlock(5, false);
    ComputationGraph large = oneBlock(5, true);
    assertThat(small.getParam("first_W")).isEqualTo(large.getParam("first_W"));
    assertThat(oneBlock(6, false).getParam("first_W")).isNotEqualTo(small.getParam("first_W"));
    // Kaiming: variance 2 / (3 * 3 * 64); 64 * 16 * 9 samples give it to some percent.
    assertThat(small.getParam("first_W").stdNumber().doubleValue())
        .isCloseTo(Math.sqrt(2.0 / (9 * 64)), within(2e-3));
  }

  private static ComputationGraph oneBlock(long seed, boolean more) {
    NetworkBuilder net = new NetworkBuilder(seed);
    String x = net.input("in", 16);
    if (more) {
      x = net.conv("before", x, ConvSpec.builder(16, 1).build());
    }
    return net.build(net.conv("first", x, ConvSpec.builder(64, 3).batchNorm().build()));
  }

  @Test
  void fromJson_writtenBeforeTransposedConvolutions_isAConvolution() {
    ComputationGraphConfiguration configuration = oneBlock(5, true).getConfiguration();
    String json = configuration.toJson();
    String old = json.replaceAll(",\\s*\"transposed\" : false", "");
    assertThat(old).isNotEqualTo(json).doesNotContain("transposed");
    assertThat(ComputationGraphConfiguration.fromJson(old)).isEqualTo(configuration);
  }

  @Test
  void memoryReport_transposed_knowsTheDoubledOutput() {
    ConvSpec spec = ConvSpec.builder(8, 4).transposed().stride(2).padding(1).bias().build();
    ConvBlock block = new ConvBlock(6, spec, 1);
    InputType input = InputType.convolutional(5, 7, 6);
    assertThat(block.getOutputType(0, input)).isEqualTo(InputType.convolutional(10, 14, 8));
    assertThat(block.initializer().numParams(block)).isEqualTo(6 * 8 * 16 + 8);
    assertThat(bytes(block.getMemoryReport(input), MemoryType.PARAMETERS)).isEqualTo(4 * 776);
    assertThat(bytes(block.getMemoryReport(input), MemoryType.ACTIVATIONS))
        .isEqualTo(4 * 2 * 10 * 14 * 8);
  }

  private static long bytes(MemoryReport report, MemoryType kind) {
    return report.getMemoryBytes(kind, 2, MemoryUseMode.INFERENCE, CacheMode.NONE, DataType.FLOAT);
  }

  @Test
  void spec_transposedWithGroupsSameOrWidePadding_isRefused() {
    ConvSpec.Builder grouped = ConvSpec.builder(8, 4).transposed().groups(2);
    assertThatThrownBy(grouped::build).hasMessageContaining("groups must be 1");
    ConvSpec.Builder same = ConvSpec.builder(8, 4).transposed().samePadding();
    assertThatThrownBy(same::build).hasMessageContaining("same must be false");
    ConvSpec.Builder wide = ConvSpec.builder(8, 4).transposed().padding(4);
    assertThatThrownBy(wide::build).hasMessageContaining("padding must be smaller");
  }

  @Test
  void fold_trainedNetwork_equalsItAndCannotBeTrained() {
    ComputationGraph graph = Networks.everything(DataType.FLOAT, ConvActivation.RELU6);
    Networks.scramble(graph);
    ComputationGraph folded = BatchNormFolding.fold(graph);
    INDArray x = Networks.normal(1, DataType.FLOAT, 2, 3, 16, 16);
    INDArray expected = graph.outputSingle(x);

    assertThat(Networks.relativeError(folded.outputSingle(x), expected)).isLessThan(1e-5);
    graph.params().assign(0);
    assertThat(Networks.relativeError(folded.outputSingle(x), expected)).isLessThan(1e-5);
    assertThatThrownBy(() -> Networks.trainingOutput(folded, x))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("folded");
  }

  @Test
  void output_changedParameters_areSeenAtOnce() {
    ComputationGraph graph = Networks.everything(DataType.FLOAT, ConvActivation.RELU);
    INDArray x = Networks.normal(1, DataType.FLOAT, 1, 3, 16, 16);
    INDArray before = graph.outputSingle(x);
    graph.params().muli(1.5);
    assertThat(graph.outputSingle(x)).isNotEqualTo(before);
  }

  @Test
  void upsample_bilinear_equalsPyTorch() {
    NetworkBuilder net = new NetworkBuilder(1);
    ComputationGraph graph =
        net.build(net.upsample("up", net.input("in", 1), 2, UpsampleMode.BILINEAR));
    INDArray y = graph.outputSingle(Nd4j.createFromArray(0f, 4f, 8f, 12f).reshape(1, 1, 2, 2));
    // torch.nn.functional.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
    float[] expected = {0, 1, 3, 4, 2, 3, 5, 6, 6, 7, 9, 10, 8, 9, 11, 12};
    assertThat(y.dup('c').reshape(16).toFloatVector()).containsExactly(expected, within(1e-5f));
  }

  @Test
  void activate_wrongChannels_saysWhichLayerAndShape() {
    ComputationGraph graph = Networks.everything(DataType.FLOAT, ConvActivation.RELU);
    INDArray x = Networks.normal(1, DataType.FLOAT, 1, 4, 16, 16);
    assertThatThrownBy(() -> graph.outputSingle(x))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stem")
        .hasMessageContaining("[N,3,H,W]")
        .hasMessageContaining("[1, 4, 16, 16]");
  }

  @Test
  void builder_wrongNames_areRefused() {
    NetworkBuilder net = new NetworkBuilder(1);
    net.input("in", 3);
    ConvSpec spec = ConvSpec.builder(8, 3).build();
    assertThatThrownBy(() -> net.conv("a", "nowhere", spec)).hasMessageContaining("nowhere");
    assertThatThrownBy(() -> net.conv("in", "in", spec)).hasMessageContaining("already");
    assertThatThrownBy(() -> ConvSpec.builder(8, 3).groups(3).build())
        .hasMessageContaining("groups");
  }

  /** Whatever the widths, outputs start with the deviation of the inputs. */
  @ParameterizedTest
  @CsvSource({"256,1,1,false", "16,3,3,false", "64,8,4,true"})
  void initialWeights_ofAnOutput_keepTheScaleOfItsInputs(
      int in, int out, int kernel, boolean transposed) {
    NetworkBuilder net = new NetworkBuilder(5);
    ConvSpec.Builder spec = ConvSpec.builder(out, kernel).bias();
    if (transposed) {
      spec.transposed().stride(2).padding(1);
    }
    String x = net.input("in", in);
    ComputationGraph graph = net.build(net.conv("logit", x, spec.build()));
    INDArray y = graph.outputSingle(false, Networks.normal(1, DataType.FLOAT, 2, in, 24, 24));
    // Some hundred to a few thousand weights decide the deviation; borders see less.
    assertThat(y.stdNumber().doubleValue()).isBetween(0.8, 1.2);
  }
}
