package org.madenet.lpd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.madenet.core.ImageSize;
import org.madenet.core.backbone.Backbone;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.backbone.HrNet;
import org.madenet.core.io.PlainJson;
import org.madenet.core.nn.BatchNormFolding;
import org.madenet.core.nn.UpsampleMode;
import org.madenet.core.testing.FormulaTensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

class CutPasteNetworkTest {

  private static final Backbone TINY = HrNet.of(HrNet.Depth.SMALL, 2, UpsampleMode.BILINEAR);

  private static JsonNode golden() throws IOException {
    try (InputStream in = CutPasteNetworkTest.class.getResourceAsStream("cutpaste.json")) {
      return PlainJson.parse(in.readAllBytes());
    }
  }

  /** The whole graph with its softmax cross-entropy against central differences in double. */
  @Test
  void gradient_ofTheLoss_equalsCentralDifferences() {
    CutPasteOptions options = CutPastePresets.SMOKE.toBuilder().headWidths(List.of(6, 5)).build();
    ComputationGraph graph =
        CutPasteNetwork.training(options, TINY, new NoOp(), new NoOp(), DataType.DOUBLE);
    SplittableRandom random = new SplittableRandom(9);
    INDArray images = Nd4j.zeros(DataType.DOUBLE, 3, 3, 64, 64);
    for (long i = 0; i < images.length(); i++) {
      images.putScalar(i, random.nextDouble());
    }
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, 3, 3, 1, 1);
    for (int i = 0; i < 3; i++) {
      labels.putScalar(new int[] {i, i, 0, 0}, 1);
    }
    MultiDataSet data = new MultiDataSet(images, labels);
    graph.setInputs(images);
    graph.setLabels(labels);
    graph.computeGradientAndScore();
    // Deeplearning4j sums gradients over the images.
    INDArray exact = graph.getFlattenedGradients().dup().divi(3);
    long start = 0;
    int checked = 0;
    for (Map.Entry<String, INDArray> entry : graph.paramTable().entrySet()) {
      String name = entry.getKey();
      boolean statistic = name.endsWith("_mean") || name.endsWith("_var");
      boolean chosen =
          name.startsWith("head.")
              || name.startsWith("logits")
              || name.equals("conv1_W")
              || name.equals("transition1.0.0_W");
      if (chosen && !statistic) {
        long index = start + random.nextLong(entry.getValue().length());
        double expected = difference(graph, data, index);
        // A score of about 1 in double precision by a step of 1e-7 leaves an error of 1e-9; a
        // larger step crosses kinks of the many ReLUs above the first layers.
        assertThat(exact.getDouble(index))
            .as(name)
            .isCloseTo(expected, within(1e-7 + 1e-4 * Math.abs(expected)));
        checked++;
      }
      start += entry.getValue().length();
    }
    // Two hidden layers of three parameters, the logits' two, two of the backbone.
    assertThat(checked).isEqualTo(10);
    graph.close();
  }

  private static double difference(ComputationGraph graph, MultiDataSet data, long index) {
    double step = 1e-7;
    INDArray parameters = graph.params();
    double value = parameters.getDouble(index);
    parameters.putScalar(index, value + step);
    double above = graph.score(data, true);
    parameters.putScalar(index, value - step);
    double below = graph.score(data, true);
    parameters.putScalar(index, value);
    return (above - below) / (2 * step);
  }

  /** Weights by formula on both sides; values by {@code tools/make_cutpaste_fixtures.py}. */
  @Test
  void forward_resNet18WithHead_equalsPyTorchPlainAndFolded() throws IOException {
    CutPasteOptions options =
        CutPastePresets.PAPER.toBuilder().inputSize(ImageSize.square(64)).build();
    ComputationGraph plain = CutPasteNetwork.plain(options);
    Backbone backbone = CutPasteNetwork.backbone(options);
    List<String> taps = CutPasteNetwork.taps(backbone);
    BackboneWeights.of(FormulaTensors.of(backbone, taps)).load(backbone, taps).copyInto(plain);
    fill(plain, "head.hidden0", 512, 512);
    fill(plain, "head.hidden1", 128, 512);
    set(plain, "logits_W", "logits.W", 3, 128, 1, 1);
    set(plain, "logits_b", "logits.bias", 3);
    JsonNode golden = golden();
    INDArray images = FormulaTensors.image(2, 3, 64, 64);
    for (ComputationGraph graph : List.of(plain, BatchNormFolding.fold(plain))) {
      INDArray[] outputs = graph.output(false, images);
      assertClose(golden.get("logits"), outputs[0]);
      assertClose(golden.get("embedding"), outputs[1]);
      assertThat(outputs[2].shape()).containsExactly(2, 512, 2, 2);
      // The embedding is the mean of the cells.
      assertClose(golden.get("embedding"), outputs[2].mean(2, 3));
      graph.close();
    }
  }

  private static void fill(ComputationGraph graph, String layer, long out, long in) {
    set(graph, layer + "_W", layer + ".W", out, in, 1, 1);
    set(graph, layer + "_gamma", layer + ".weight", out);
    set(graph, layer + "_beta", layer + ".bias", out);
    set(graph, layer + "_mean", layer + ".running_mean", out);
    set(graph, layer + "_var", layer + ".running_var", out);
  }

  private static void set(ComputationGraph graph, String parameter, String name, long... shape) {
    INDArray target = graph.getParam(parameter);
    List<Long> lengths = Arrays.stream(shape).boxed().toList();
    target.assign(FormulaTensors.tensor(name, lengths).reshape(target.shape()));
  }

  /** Float32 on both sides through 20 layers; relative to the largest value. */
  private static void assertClose(JsonNode expected, INDArray actual) {
    double[][] rows =
        actual.reshape(actual.size(0), actual.size(1)).castTo(DataType.DOUBLE).toDoubleMatrix();
    double largest = actual.amaxNumber().doubleValue();
    for (int row = 0; row < rows.length; row++) {
      assertThat(expected.get(row)).hasSize(rows[row].length);
      for (int i = 0; i < rows[row].length; i++) {
        assertThat(rows[row][i])
            .isCloseTo(expected.get(row).get(i).asDouble(), within(1e-4 * largest));
      }
    }
  }

  @Test
  void paper_trainableParameters_equalPyTorchs() throws IOException {
    assertThat(new CutPasteTrainer(CutPastePresets.PAPER).cost().parameters())
        .isEqualTo(golden().get("parameters").asLong());
  }

  /** Nine patches of 32 pixels in an image of 64, at a stride of 16. */
  @Test
  void cost_ofPatches_isThatOfEachOfThem() {
    CutPasteOptions.Builder smoke = CutPastePresets.SMOKE.toBuilder();
    PatchGrid grid = CutPastePresets.SMOKE.patches();
    CutPasteOptions patches = smoke.level(CutPasteLevel.PATCHES, grid).build();
    CutPasteOptions one =
        smoke.level(CutPasteLevel.IMAGES, grid).inputSize(ImageSize.square(32)).build();
    assertThat(new CutPasteTrainer(patches).cost().multiplyAdds())
        .isEqualTo(9 * new CutPasteTrainer(one).cost().multiplyAdds());
  }

  @Test
  void json_roundTrip_isEqual() {
    ComputationGraph graph = CutPasteNetwork.training(CutPastePresets.SMOKE);
    ComputationGraphConfiguration configuration = graph.getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()).toJson())
        .isEqualTo(configuration.toJson());
    graph.close();
  }
}
