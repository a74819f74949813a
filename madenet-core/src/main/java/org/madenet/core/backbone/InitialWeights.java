package org.madenet.core.backbone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.io.TensorDigest;
import org.madenet.core.nn.GraphWeights;

/** What a network's backbone knows before the network is trained. */
public final class InitialWeights {

  private static final String ROLE = "initial weights";

  private InitialWeights() {}

  /**
   * Loads weights into a network that {@link Backbone#addTo} has put the backbone into.
   *
   * @param weights of the backbone; empty to leave the network as it is, to learn from scratch
   * @param backbone the network's backbone
   * @param taps names of its taps
   * @param graph about to be trained
   * @param data what the training's result follows from; with weights, the digest of all that the
   *     network starts with is added
   * @throws UncheckedIOException if the weights cannot be read, or are not this backbone's
   */
  public static void load(
      Optional<BackboneWeights> weights,
      Backbone backbone,
      Collection<String> taps,
      ComputationGraph graph,
      Map<String, String> data) {
    if (weights.isEmpty()) {
      return;
    }
    try {
      weights.get().load(backbone, taps).copyInto(graph);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    data.put(ROLE, TensorDigest.of(GraphWeights.of(graph)));
  }
}
