package org.madenet.srad.dsr;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.nn.GraphMemory;
import org.madenet.core.nn.GraphWeights;
import org.madenet.core.nn.InferenceNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Moves weights between the graphs of {@link DsrNetwork}, of which each has some. */
final class DsrWeights {

  /** Begins the name of a layer's second use. */
  static final String AGAIN = "again.";

  private DsrWeights() {}

  /** The weights of a graph by {@code vertex/parameter}, without second uses. */
  static Map<String, INDArray> of(ComputationGraph graph) {
    Map<String, INDArray> weights = new LinkedHashMap<>(GraphWeights.of(graph));
    weights.keySet().removeIf(name -> name.startsWith(AGAIN));
    return weights;
  }

  /**
   * Copies what a graph needs into it.
   *
   * @throws IllegalArgumentException if there is not all of it, or some of another shape
   */
  static void copyInto(Map<String, INDArray> pool, ComputationGraph graph) {
    Map<String, INDArray> needed = new LinkedHashMap<>();
    for (String name : GraphWeights.of(graph).keySet()) {
      INDArray known = pool.get(firstUse(name));
      if (known != null) {
        needed.put(name, known);
      }
    }
    GraphWeights.copyInto(needed, graph);
  }

  /**
   * A graph with weights that only predicts.
   *
   * @param graph freed if the weights do not fit
   * @throws IllegalArgumentException as for {@link #copyInto}
   */
  static InferenceNetwork inference(ComputationGraph graph, Map<String, INDArray> pool) {
    try {
      copyInto(pool, graph);
    } catch (IllegalArgumentException e) {
      GraphMemory.free(graph);
      throw e;
    }
    return new InferenceNetwork("detector", graph);
  }

  /** Without the moving averages behind the codes, which only the codes' training needs. */
  static Map<String, INDArray> withoutAverages(Map<String, INDArray> weights) {
    Map<String, INDArray> rest = new LinkedHashMap<>(weights);
    rest.keySet().removeIf(name -> name.endsWith("/sizes") || name.endsWith("/sums"));
    return rest;
  }

  /** Puts the known ones of a graph's weights instead of its initial ones. */
  static void copyKnownInto(Map<String, INDArray> pool, ComputationGraph graph) {
    Map<String, INDArray> all = new LinkedHashMap<>(GraphWeights.of(graph));
    all.replaceAll((name, own) -> pool.getOrDefault(firstUse(name), own));
    GraphWeights.copyInto(all, graph);
  }

  private static String firstUse(String name) {
    return name.startsWith(AGAIN) ? name.substring(AGAIN.length()) : name;
  }
}
