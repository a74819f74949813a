package org.madenet.core.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.nn.GraphWeights;
import org.madenet.core.nn.NetworkBuilder;
import org.madenet.core.testing.FormulaTensors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Backbones inside a larger, trainable network. */
class BackboneGraphTest {

  private static final Backbone LITE0 = Backbones.EFFICIENTNET_LITE0;

  @Test
  void addTo_largerNetwork_givesTheExtractorsFeatures() throws IOException {
    List<String> taps = List.of("blocks.2", "blocks.1");
    NetworkBuilder net = new NetworkBuilder(1);
    Map<String, String> vertices = LITE0.addTo(net, net.input("picture", 3), taps);
    ComputationGraph graph =
        net.build(
            vertices.values().stream()
                .map(vertex -> net.concat("copy of " + vertex, vertex))
                .toArray(String[]::new));
    BackboneWeights.embedded().load(LITE0, taps).copyInto(graph);
    INDArray image = FormulaTensors.picture(96);

    INDArray[] actual = graph.output(false, normalized(image, LITE0.normalization()));

    assertThat(vertices.keySet()).containsExactly("blocks.2", "blocks.1");
    try (FeatureExtractor extractor =
        FeatureExtractor.open(LITE0, BackboneWeights.embedded(), taps)) {
      Map<String, INDArray> expected = extractor.extract(image);
      for (int i = 0; i < taps.size(); i++) {
        INDArray features = expected.get(taps.get(i));
        // Folded batch normalisation rounds differently.
        assertThat(actual[i].sub(features).norm2Number().doubleValue())
            .isLessThan(1e-5 * features.norm2Number().doubleValue());
      }
    }
  }

  /** Trained without batch normalisation, handed on with one: the same features both times. */
  @ParameterizedTest
  @ValueSource(strings = {"efficientnet_lite0", "efficientnet_b0", "resnet18"})
  void addTo_folded_givesTheSameFeaturesAndHandsThemOn(String name) throws IOException {
    Backbone backbone = Backbones.named(name);
    List<String> taps = List.of(backbone.taps().get(backbone.taps().size() - 1).name());
    BackboneTensors tensors =
        BackboneWeights.of(FormulaTensors.of(backbone, taps)).load(backbone, taps);
    INDArray image = FormulaTensors.image(1, 3, 64, 64);
    ComputationGraph plain = graph(backbone, taps, false);
    ComputationGraph folded = graph(backbone, taps, true);
    tensors.copyInto(plain);
    tensors.copyInto(folded);
    INDArray expected = plain.outputSingle(false, image);
    double norm = expected.norm2Number().doubleValue();
    // Folded batch normalisation rounds differently, through tens of layers.
    assertThat(folded.outputSingle(false, image).sub(expected).norm2Number().doubleValue())
        .isLessThan(1e-4 * norm);
    BackboneTensors handedOn = BackboneTensors.of(backbone, taps, GraphWeights.of(folded));
    ComputationGraph again = graph(backbone, taps, false);
    handedOn.copyInto(again);
    assertThat(again.outputSingle(false, image).sub(expected).norm2Number().doubleValue())
        .isLessThan(1e-4 * norm);
  }

  private static ComputationGraph graph(Backbone backbone, List<String> taps, boolean folded) {
    NetworkBuilder net = new NetworkBuilder(1);
    return net.build(backbone.addTo(net, net.input("image", 3), taps, folded).get(taps.get(0)));
  }

  @Test
  void build_lowerTap_hasNoMoreParametersThanItsTensors() {
    for (Backbone backbone : List.of(LITE0, Backbones.named("resnet18"))) {
      Tap tap = backbone.taps().get(2);
      List<String> taps = List.of(tap.name());
      NetworkBuilder net = new NetworkBuilder(1);
      Map<String, String> vertices = backbone.addTo(net, net.input("image", 3), taps);
      ComputationGraph graph = net.build(vertices.get(tap.name()));

      long elements =
          backbone.tensors(taps).values().stream()
              .mapToLong(shape -> shape.stream().reduce(1L, Math::multiplyExact))
              .sum();
      assertThat(graph.numParams()).isEqualTo(elements);
      assertThat(net.channels(vertices.get(tap.name()))).isEqualTo(tap.channels());
    }
  }

  @Test
  void copyInto_graphWithoutTheBackbone_namesTheMissingLayer() throws IOException {
    NetworkBuilder net = new NetworkBuilder(1);
    String image = net.input("image", 3);
    ComputationGraph graph = net.build(net.maxPool("pool", image, 3, 2, 1));
    BackboneTensors tensors = BackboneWeights.random(1).load(LITE0, List.of("blocks.0"));

    assertThatThrownBy(() -> tensors.copyInto(graph))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'conv_stem'");
  }

  @Test
  void addTo_inputOfOtherChannels_isRefused() {
    NetworkBuilder net = new NetworkBuilder(1);
    String image = net.input("image", 6);

    assertThatThrownBy(() -> LITE0.addTo(net, image, List.of("blocks.0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'image' has 6");
  }

  private static INDArray normalized(INDArray image, ChannelNormalization normalization) {
    INDArray mean = Nd4j.createFromArray(normalization.mean().toArray(Double[]::new));
    INDArray std = Nd4j.createFromArray(normalization.std().toArray(Double[]::new));
    INDArray doubles = image.castTo(mean.dataType());
    return doubles
        .sub(mean.reshape(1, 3, 1, 1).broadcast(doubles.shape()))
        .div(std.reshape(1, 3, 1, 1).broadcast(doubles.shape()))
        .castTo(image.dataType());
  }
}
