package org.madenet.srad.dsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.madenet.core.io.Safetensors;
import org.madenet.core.nn.GraphWeights;
import org.madenet.srad.SradNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Against PyTorch's results, which {@code tools/make_dsr_fixtures.py} wrote. */
class DsrNetworkTest {

  /** Float32 through some forty layers; a wrong layer is an error near one. */
  private static final double TOLERANCE = 1e-4;

  private static final DsrOptions SMALL =
      DsrPresets.SMOKE.toBuilder()
          .latent(new LatentOptions(6, 4, 2, 4, 16, 0.25, 0.99))
          .bottleneck(5)
          .unetWidth(2)
          .build();

  private static Safetensors golden() throws IOException {
    String resource = "networks.golden.safetensors";
    try (InputStream in = DsrNetworkTest.class.getResourceAsStream(resource)) {
      return Safetensors.open(in.readAllBytes(), resource);
    }
  }

  /** PyTorch's weights under the names of the graphs, shaped as these want them. */
  private static Map<String, INDArray> weights(ComputationGraph graph) throws IOException {
    Safetensors golden = golden();
    Map<String, INDArray> weights = new LinkedHashMap<>();
    for (Map.Entry<String, INDArray> entry : DsrWeights.of(graph).entrySet()) {
      String tensor = "weight/" + tensor(entry.getKey());
      weights.put(entry.getKey(), golden.tensor(tensor).reshape('c', entry.getValue().shape()));
    }
    return weights;
  }

  private static String tensor(String name) {
    return name.replace("/W", ".weight")
        .replace("/b", ".bias")
        .replace("/codes", "._embedding.weight");
  }

  private static void assertClose(String name, INDArray actual, INDArray expected) {
    assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
    assertThat(relativeError(actual, expected)).as(name).isLessThan(TOLERANCE);
  }

  private static double relativeError(INDArray actual, INDArray expected) {
    return actual.sub(expected).norm2Number().doubleValue() / expected.norm2Number().doubleValue();
  }

  private static INDArray everyFourth(INDArray images) {
    return images.get(
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.interval(0, 4, 64),
        NDArrayIndex.interval(0, 4, 64));
  }

  @Test
  void forward_allNetworks_equalPyTorch() throws IOException {
    ComputationGraph all = DsrNetwork.detection(SMALL);
    Map<String, INDArray> weights = weights(all);
    all.close();
    ComputationGraph upsampling = DsrNetwork.upsampling(SMALL);
    DsrWeights.copyInto(weights(upsampling), upsampling);
    try (Detection detection = new Detection(SMALL, weights)) {
      Detection.Result result = detection.run(golden().tensor("image"));
      assertClose("restored", everyFourth(result.restored()), golden().tensor("found/restored"));
      assertClose("general", everyFourth(result.general()), golden().tensor("found/general"));
      assertClose(
          "detection", everyFourth(result.probabilities()), golden().tensor("found/detection"));
      INDArray fine = Detection.softmax(upsampling.outputSingle(result.joined()));
      // The U-Net normalises small differences to large ones: it makes twenty times as much of an
      // error in its input, in PyTorch too, whose float32 result is 1e-4 from its float64 one.
      assertThat(relativeError(everyFourth(fine), golden().tensor("found/upsampling")))
          .isLessThan(20 * TOLERANCE);
    }
    upsampling.close();
  }

  /** What PyTorch computes in double precision; the fixture's own float32 is what is left. */
  @Test
  void forward_allNetworksInDouble_equalPyTorch() throws IOException {
    ComputationGraph detection = DsrNetwork.detection(SMALL, DataType.DOUBLE);
    ComputationGraph upsampling = DsrNetwork.upsampling(SMALL, DataType.DOUBLE);
    DsrWeights.copyInto(weights(detection), detection);
    DsrWeights.copyInto(weights(upsampling), upsampling);
    INDArray[] outputs = detection.output(false, golden().tensor("image").castTo(DataType.DOUBLE));
    INDArray coarse = softmax(outputs[2]);
    INDArray fine =
        softmax(upsampling.outputSingle(Nd4j.concat(1, outputs[0], outputs[1], coarse)));
    Map<String, INDArray> found =
        Map.of(
            "restored", outputs[0], "general", outputs[1], "detection", coarse, "upsampling", fine);
    for (Map.Entry<String, INDArray> entry : found.entrySet()) {
      INDArray expected = golden().tensor("found/" + entry.getKey()).castTo(DataType.DOUBLE);
      INDArray actual = everyFourth(entry.getValue());
      assertThat(relativeError(actual, expected)).as(entry.getKey()).isLessThan(1e-6);
    }
    detection.close();
    upsampling.close();
  }

  private static INDArray softmax(INDArray logits) {
    INDArray normal = logits.slice(0).slice(0);
    INDArray anomalous = logits.slice(0).slice(1);
    INDArray probability = Transforms.sigmoid(anomalous.sub(normal));
    return Nd4j.stack(0, probability.rsub(1), probability).reshape(1, 2, 64, 64);
  }

  @Test
  void latentModel_levels_equalPyTorch() throws IOException {
    ComputationGraph detection = DsrNetwork.detection(SMALL);
    Map<String, INDArray> weights = weights(detection);
    detection.close();
    try (LatentModel model = new LatentModel(SMALL, weights)) {
      LatentModel.Levels levels = model.encode(golden().tensor("image"));
      assertClose("lo", levels.lo(), golden().tensor("found/lo"));
      assertClose("codes lo", levels.codesLo(), golden().tensor("found/codesLo"));
      assertClose("hi", levels.hi(), golden().tensor("found/hi"));
      assertClose("codes hi", levels.codesHi(), golden().tensor("found/codesHi"));
      INDArray image = model.decode(levels.codesLo(), levels.codesHi());
      assertClose("general", everyFourth(image), golden().tensor("found/general"));
    }
  }

  /**
   * The loss of the second phase, and gradients that pass through everything: through codes and the
   * frozen upsampling to the restriction of the lower resolution, and none from the detection to
   * the decoder.
   */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void detectionTraining_lossAndGradients_equalPyTorch(DataType type) throws IOException {
    Safetensors golden = golden();
    ComputationGraph graph = DsrNetwork.detectionTraining(SMALL, new NoOp(), type);
    ComputationGraph source = DsrNetwork.detection(SMALL);
    DsrWeights.copyInto(weights(source), graph);
    source.close();
    MultiDataSet data = training(golden, type);
    graph.setInputs(data.getFeatures());
    graph.setLabels(data.getLabels());
    graph.computeGradientAndScore();
    assertThat(graph.score()).isCloseTo(golden.tensor("loss").getDouble(0), within(TOLERANCE));
    for (String name : golden.names()) {
      if (name.startsWith("gradient/")) {
        String tensor = name.substring("gradient/".length());
        int dot = tensor.lastIndexOf('.');
        String parameter = tensor.endsWith("weight") ? "W" : "b";
        INDArray gradient =
            graph.gradient().getGradientFor(tensor.substring(0, dot) + "_" + parameter);
        INDArray expected = golden.tensor(name).castTo(type);
        assertClose(name, gradient.reshape('c', expected.shape()), expected);
      }
    }
    graph.close();
  }

  private static MultiDataSet training(Safetensors golden, DataType type) throws IOException {
    INDArray mask = golden.tensor("mask").castTo(type);
    return new MultiDataSet(
        new INDArray[] {
          golden.tensor("changedHi").castTo(type),
          golden.tensor("changedLo").castTo(type),
          golden.tensor("general").castTo(type)
        },
        new INDArray[] {
          golden.tensor("found/codesHi").castTo(type),
          golden.tensor("found/codesLo").castTo(type),
          golden.tensor("image").castTo(type),
          SradNetwork.classes(mask)
        });
  }

  /** What learns the object learns; the codes and the layer between the levels stay. */
  @Test
  void detectionTraining_step_changesObjectPartsOnly() throws IOException {
    ComputationGraph graph = DsrNetwork.detectionTraining(SMALL, new Adam(1e-3), DataType.FLOAT);
    Map<String, INDArray> before = GraphWeights.of(graph);
    graph.fit(training(golden(), DataType.FLOAT));
    Map<String, INDArray> after = GraphWeights.of(graph);
    for (String name : before.keySet()) {
      // Biases before a normalisation have no effect, and their gradients are rounding.
      if (name.endsWith("/W") || name.endsWith("/codes")) {
        boolean same = before.get(name).equalsWithEps(after.get(name), 0);
        assertThat(same).as(name).isEqualTo(name.startsWith(DsrWeights.AGAIN));
      }
    }
    graph.close();
  }

  /** As many as {@code tools/make_dsr_fixtures.py} prints of PyTorch's modules. */
  @Test
  void parameters_ofThePublishedSize_arePyTorchs() {
    assertThat(DsrNetwork.parameterCounts(DsrPresets.PAPER))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "latent", 2_972_803L,
                "subspace_hi", 7_818_240L,
                "subspace_lo", 7_818_240L,
                "image_recon", 9_418_371L,
                "detection", 5_610_690L,
                "upsampling", 5_611_842L));
  }

  @Test
  void latentTensors_areThoseOfTheOfficialStateDictionary() throws IOException {
    Safetensors golden = golden();
    assertThat(LatentWeights.tensors(SMALL.latent()))
        .allSatisfy(
            (name, shape) ->
                assertThat(golden.info("weight/" + name).shape()).as(name).isEqualTo(shape));
    assertThat(LatentWeights.tensors(SMALL.latent()).keySet())
        .isEqualTo(
            golden.names().stream()
                .filter(name -> name.matches("weight/(_|upsample_t).*"))
                .map(name -> name.substring("weight/".length()))
                .collect(Collectors.toSet()));
  }
}
