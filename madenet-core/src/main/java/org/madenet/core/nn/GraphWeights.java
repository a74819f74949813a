package org.madenet.core.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters of a network by name, {@code vertex/parameter}, running statistics among them: for
 * saving, and for moving weights between networks of the same vertices.
 */
public final class GraphWeights {

  private GraphWeights() {}

  /**
   * Copies the parameters out of a network.
   *
   * @param graph initialised
   * @return float32 arrays in c order, in the order of the network's vertices
   */
  public static Map<String, INDArray> of(ComputationGraph graph) {
    Map<String, INDArray> copies = new LinkedHashMap<>();
    live(graph)
        .forEach((name, array) -> copies.put(name, array.castTo(DataType.FLOAT).dup('c').detach()));
    return copies;
  }

  /**
   * Copies parameters into a network: all it has, and no others.
   *
   * @param weights as {@link #of} gave them
   * @param graph initialised, not folded; its parameters are overwritten
   * @throws IllegalArgumentException if one is missing, left over, or of another shape; nothing has
   *     been changed then
   */
  public static void copyInto(Map<String, INDArray> weights, ComputationGraph graph) {
    Map<String, INDArray> targets = live(graph);
    if (!targets.keySet().equals(weights.keySet())) {
      throw new IllegalArgumentException(
          "the weights are not this network's: %s missing, %s left over"
              .formatted(
                  difference(targets.keySet(), weights.keySet()),
                  difference(weights.keySet(), targets.keySet())));
    }
    targets.forEach(
        (name, target) -> {
          INDArray source = weights.get(name);
          if (!Arrays.equals(source.shape(), target.shape())) {
            throw new IllegalArgumentException(
                "%s is %s, but this network needs %s"
                    .formatted(
                        name, Arrays.toString(source.shape()), Arrays.toString(target.shape())));
          }
        });
    targets.forEach((name, target) -> target.assign(weights.get(name)));
  }

  private static Set<String> difference(Set<String> these, Set<String> those) {
    Set<String> rest = new TreeSet<>(these);
    rest.removeAll(those);
    return rest;
  }

  private static Map<String, INDArray> live(ComputationGraph graph) {
    Map<String, INDArray> parameters = new LinkedHashMap<>();
    for (GraphVertex vertex : graph.getVertices()) {
      if (vertex.hasLayer()) {
        vertex
            .getLayer()
            .paramTable()
            .forEach((name, array) -> parameters.put(vertex.getVertexName() + '/' + name, array));
      }
    }
    return parameters;
  }
}
