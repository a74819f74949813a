package org.madenet.core.nn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.DetectorCost;

/**
 * What a network costs at an input size, counted from its configuration: multiply-adds, parameters,
 * activations, and an estimate of the memory that inference and a training step need.
 *
 * <p>Multiply-adds are those of convolutions and dense layers, as papers count them: for each
 * output value of a convolution {@code kernel^2 in / groups}, for each input value of a transposed
 * one {@code kernel^2 out}, with those that meet padding; for each value of a quantisation as many
 * as there are codes. Biases, normalisation, activations, sums, pooling and upsampling count
 * nothing; they are a few percent of the work.
 *
 * <p>Memory is what the network's arrays take in the first call, which takes most: ND4J's
 * workspaces learn from it how large they must be, and until then hold on to what they gave out. It
 * does not include the Java heap and the native libraries. Measured once, on Linux with one thread,
 * as the growth of the resident set: the estimate of a training step was 0.95 of it for ResNet-18
 * at 224x224 and batch 8 (667 of 699 MiB), 1.10 at batch 16, and 0.95 and 1.00 for HRNet-W32 at
 * 256x256 and batch 2 and 4.
 *
 * <p>Immutable.
 */
public final class NetworkCost {

  private final List<VertexFootprint> vertices;
  private final long inputBytes;

  private NetworkCost(List<VertexFootprint> vertices, long inputBytes) {
    this.vertices = List.copyOf(vertices);
    this.inputBytes = inputBytes;
  }

  /**
   * Counts a network.
   *
   * @param graph the network; not changed
   * @param inputs type of each input, in the network's order, for instance {@code
   *     InputType.convolutional(height, width, channels)}
   * @return its cost
   * @throws IllegalArgumentException if the number or a size of the inputs is wrong, or if there is
   *     a layer with parameters that is neither of this package nor dense
   */
  public static NetworkCost of(ComputationGraph graph, InputType... inputs) {
    return of(graph.getConfiguration(), inputs);
  }

  /**
   * Counts a network that need not have been built.
   *
   * @param configuration the network; not changed
   * @param inputs type of each input, in the network's order
   * @return its cost
   * @throws IllegalArgumentException as for {@link #of(ComputationGraph, InputType...)}
   */
  public static NetworkCost of(ComputationGraphConfiguration configuration, InputType... inputs) {
    List<String> names = configuration.getNetworkInputs();
    if (names.size() != inputs.length) {
      throw new IllegalArgumentException(
          "the network has the inputs " + names + ", but " + inputs.length + " types are given");
    }
    int width = configuration.getDataType().width();
    Map<String, InputType> types = new HashMap<>();
    long inputBytes = 0;
    for (int i = 0; i < inputs.length; i++) {
      types.put(names.get(i), inputs[i]);
      inputBytes += width * inputs[i].arrayElementsPerExample();
    }
    List<VertexFootprint> vertices = new ArrayList<>();
    for (String name : order(configuration)) {
      InputType[] reads =
          configuration.getVertexInputs().get(name).stream()
              .map(types::get)
              .toArray(InputType[]::new);
      GraphVertex vertex = configuration.getVertices().get(name);
      InputType out = vertex.getOutputType(vertices.size(), reads);
      types.put(name, out);
      vertices.add(
          vertex instanceof LayerVertex layer
              ? VertexFootprint.of(name, layer.getLayerConf().getLayer(), reads[0], out, width)
              : VertexFootprint.withoutParameters(name, reads, out, width));
    }
    return new NetworkCost(vertices, inputBytes);
  }

  /**
   * Counts a detector that is one network, whose batch normalisation is folded into the
   * convolutions for scoring.
   *
   * @param plain the network that scores, not folded; closed
   * @param training the network that is trained; closed
   * @param input what both take
   * @param batch images of a training step
   * @return its cost
   * @throws IllegalArgumentException as for {@link #of(ComputationGraph, InputType...)}
   */
  public static DetectorCost ofDetector(
      ComputationGraph plain, ComputationGraph training, InputType input, int batch) {
    ComputationGraph folded = BatchNormFolding.fold(plain);
    try {
      NetworkCost inference = of(folded, input);
      NetworkCost step = of(training, input);
      return new DetectorCost(
          inference.multiplyAdds(),
          step.parameters(),
          inference.inferenceBytes(1),
          step.trainingBytes(batch),
          batch);
    } finally {
      List.of(plain, folded, training).forEach(GraphMemory::free);
    }
  }

  /** Each vertex after those that it reads. */
  private static Set<String> order(ComputationGraphConfiguration configuration) {
    Set<String> order = new LinkedHashSet<>();
    Set<String> known = new HashSet<>(configuration.getNetworkInputs());
    Map<String, List<String>> waiting = new LinkedHashMap<>(configuration.getVertexInputs());
    while (!waiting.isEmpty()) {
      boolean found =
          waiting
              .entrySet()
              .removeIf(
                  entry ->
                      known.containsAll(entry.getValue())
                          && known.add(entry.getKey())
                          && order.add(entry.getKey()));
      if (!found) {
        throw new IllegalArgumentException("the network has a cycle through " + waiting.keySet());
      }
    }
    return order;
  }

  /**
   * Cost of each vertex.
   *
   * @return every vertex after those that it reads
   */
  public List<VertexCost> vertices() {
    return vertices.stream().map(VertexFootprint::cost).toList();
  }

  /**
   * Multiply-adds for one image.
   *
   * @return the sum over all vertices
   */
  public long multiplyAdds() {
    return sum(vertex -> vertex.cost().multiplyAdds());
  }

  /**
   * Numbers that training fits.
   *
   * @return the sum over all vertices
   */
  public long parameters() {
    return sum(vertex -> vertex.cost().parameters());
  }

  /**
   * Size of the outputs of all vertices for one image.
   *
   * @return bytes
   */
  public long activationBytes() {
    return sum(vertex -> vertex.cost().activationBytes());
  }

  /**
   * Memory for inference, at most: parameters and running statistics, weights in the order in which
   * oneDNN wants them (once for each layer of a folded network, otherwise once for each shape), and
   * the outputs of all vertices. Deeplearning4j frees some of these on the way, how many depends on
   * the network: about half of this was measured for ResNet-18 and for HRNet-W32.
   *
   * @param batch images at once
   * @return an upper bound in bytes
   * @throws IllegalArgumentException if the batch is not positive
   */
  public long inferenceBytes(int batch) {
    requirePositive(batch);
    // Inputs lie in memory as given, and in the order of the layers.
    long images = 2 * inputBytes + activationBytes();
    return sum(VertexFootprint::storedBytes) + packed(1) + batch * images;
  }

  /**
   * Memory for a training step: parameters and running statistics, as many gradients, the updater's
   * state (with Adam two numbers for each parameter), weights and their gradients in oneDNN's order
   * (three times for each shape), what the forward pass keeps (with batch normalisation what the
   * convolution gave, the output, and with ReLU a mask), and what the backward pass allocates: for
   * each vertex the gradients of its inputs and of what it kept.
   *
   * @param batch images at once
   * @return an estimate in bytes
   * @throws IllegalArgumentException if the batch is not positive
   */
  public long trainingBytes(int batch) {
    requirePositive(batch);
    long state = 2 * sum(VertexFootprint::storedBytes) + sum(VertexFootprint::updaterBytes);
    long images =
        2 * inputBytes + sum(VertexFootprint::keptBytes) + sum(VertexFootprint::backwardBytes);
    return state + packed(3) + batch * images;
  }

  /** Layers of equal shape share what is not constant. */
  private long packed(int copies) {
    long bytes = 0;
    Set<Object> seen = new HashSet<>();
    for (VertexFootprint vertex : vertices) {
      if (vertex.packedBytes() > 0 && seen.add(vertex.packingKey())) {
        bytes += copies * vertex.packedBytes();
      }
    }
    return bytes;
  }

  private long sum(ToLongFunction<VertexFootprint> part) {
    return vertices.stream().mapToLong(part).sum();
  }

  private static void requirePositive(int batch) {
    if (batch < 1) {
      throw new IllegalArgumentException("batch must be positive, got " + batch);
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.2f GMAC, %.2f million parameters",
        multiplyAdds() / 1e9,
        parameters() / 1e6);
  }
}
