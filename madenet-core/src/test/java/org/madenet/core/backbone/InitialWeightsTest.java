package org.madenet.core.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.madenet.core.io.TensorDigest;
import org.madenet.core.nn.GraphMemory;
import org.madenet.core.nn.GraphWeights;
import org.madenet.core.nn.NetworkBuilder;

class InitialWeightsTest {

  private static final Backbone LITE0 = Backbones.EFFICIENTNET_LITE0;
  private static final List<String> TAPS = List.of("blocks.1");

  private final Map<String, String> data = new HashMap<>(Map.of("fit training", "images"));
  private ComputationGraph graph;

  @BeforeEach
  void buildGraph() {
    NetworkBuilder net = new NetworkBuilder(1);
    String tap = LITE0.addTo(net, net.input("picture", 3), TAPS).get("blocks.1");
    graph = net.build(net.concat("copy", tap));
  }

  @AfterEach
  void freeGraph() {
    GraphMemory.free(graph);
  }

  private String digest() {
    return TensorDigest.of(GraphWeights.of(graph));
  }

  @Test
  void load_given_isInTheGraphAndInTheData() throws Exception {
    BackboneWeights weights = BackboneWeights.random(3);
    InitialWeights.load(Optional.of(weights), LITE0, TAPS, graph, data);
    assertThat(BackboneTensors.of(LITE0, TAPS, GraphWeights.of(graph)).arrays())
        .isEqualTo(weights.load(LITE0, TAPS).arrays());
    assertThat(data).isEqualTo(Map.of("fit training", "images", "initial weights", digest()));
  }

  @Test
  void load_none_changesNothing() {
    String before = digest();
    InitialWeights.load(Optional.empty(), LITE0, TAPS, graph, data);
    assertThat(digest()).isEqualTo(before);
    assertThat(data).containsOnlyKeys("fit training");
  }

  @Test
  void load_unreadable_saysWhichFile() {
    Optional<BackboneWeights> absent =
        Optional.of(BackboneWeights.file(Path.of("absent.safetensors")));
    assertThatThrownBy(() -> InitialWeights.load(absent, LITE0, TAPS, graph, data))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("absent.safetensors");
  }
}
