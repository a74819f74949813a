package org.madenet.core.backbone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.madenet.core.io.Safetensors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The weights of a backbone up to some taps: exactly the tensors that {@link Backbone#tensors}
 * lists, in its order, each of the right size. Immutable.
 */
public final class BackboneTensors {

  private static final String WEIGHT = "W";
  private static final String BIAS = "b";

  private final Map<String, List<Long>> shapes;
  private final List<Node.Conv> convolutions;
  private final Map<String, float[]> values;

  /** Takes ownership of the arrays. */
  BackboneTensors(Backbone backbone, Collection<String> taps, Map<String, float[]> values) {
    this.shapes = backbone.tensors(taps);
    this.convolutions = backbone.topology().convolutions(backbone.nodesOf(taps));
    this.values = new LinkedHashMap<>(values);
  }

  /**
   * Takes the tensors out of a network that {@link Backbone#addTo} has put the backbone into, for
   * instance to hand a trained backbone to somebody else.
   *
   * @param backbone the network's backbone
   * @param taps names of taps
   * @param weights of the whole network, by {@code vertex/parameter}, as {@code GraphWeights} gives
   *     them
   * @return copies under PyTorch's names; where the network has batch normalisation folded, one
   *     that changes nothing but by its shift
   * @throws IllegalArgumentException if the network lacks one of the layers
   */
  public static BackboneTensors of(
      Backbone backbone, Collection<String> taps, Map<String, INDArray> weights) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Node.Conv conv : backbone.topology().convolutions(backbone.nodesOf(taps))) {
      values.put(conv.weight(), take(weights, conv.name() + '/' + WEIGHT));
      boolean folded =
          conv.norm().isPresent()
              && !weights.containsKey(conv.name() + '/' + BatchNormTensor.GAMMA.parameter());
      for (Node.Vector vector : conv.vectors()) {
        values.put(
            vector.tensor(),
            folded
                ? BatchNormTensor.shift(
                    vector.parameter(),
                    take(weights, conv.name() + '/' + BIAS),
                    conv.spec().epsilon())
                : take(weights, conv.name() + '/' + vector.parameter()));
      }
    }
    return new BackboneTensors(backbone, taps, values);
  }

  private static float[] take(Map<String, INDArray> weights, String name) {
    INDArray array = weights.get(name);
    if (array == null) {
      throw new IllegalArgumentException("the network has no '" + name + "'");
    }
    return array.dup('c').data().asFloat();
  }

  /** Reads the tensors of a file whose names and shapes have been checked. */
  static BackboneTensors read(Backbone backbone, Collection<String> taps, Safetensors file)
      throws IOException {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (String name : backbone.tensors(taps).keySet()) {
      values.put(name, file.floats(name));
    }
    return new BackboneTensors(backbone, taps, values);
  }

  /**
   * Loads the tensors into a network that {@link Backbone#addTo} has put the backbone into.
   *
   * @param graph its layers are overwritten, not yet folded
   * @throws IllegalArgumentException if the graph lacks one of the layers
   */
  public void copyInto(ComputationGraph graph) {
    for (Node.Conv conv : convolutions) {
      if (conv.norm().isPresent() && hasBias(graph, conv.name())) {
        copyFolded(conv, graph);
        continue;
      }
      copy(conv.weight(), graph, conv.name(), WEIGHT);
      for (Node.Vector vector : conv.vectors()) {
        copy(vector.tensor(), graph, conv.name(), vector.parameter());
      }
    }
  }

  private static boolean hasBias(ComputationGraph graph, String vertex) {
    return graph.getVertex(vertex) instanceof LayerVertex found
        && found.getLayer().getParam(BIAS) != null;
  }

  /** W gamma / sqrt(var + eps), and beta - mean gamma / sqrt(var + eps). */
  private void copyFolded(Node.Conv conv, ComputationGraph graph) {
    float[] weight = values(conv.weight()).clone();
    String norm = conv.norm().orElseThrow();
    float[] gamma = values(BatchNormTensor.GAMMA.name(norm));
    float[] beta = values(BatchNormTensor.BETA.name(norm));
    float[] mean = values(BatchNormTensor.MEAN.name(norm));
    float[] variance = values(BatchNormTensor.VARIANCE.name(norm));
    float[] bias = new float[gamma.length];
    int each = weight.length / gamma.length;
    for (int out = 0; out < gamma.length; out++) {
      double scale = gamma[out] / Math.sqrt(variance[out] + conv.spec().epsilon());
      bias[out] = (float) (beta[out] - mean[out] * scale);
      for (int i = out * each; i < (out + 1) * each; i++) {
        weight[i] = (float) (weight[i] * scale);
      }
    }
    assign(weight, conv.weight(), graph, conv.name(), WEIGHT);
    assign(bias, conv.weight(), graph, conv.name(), BIAS);
  }

  private void copy(String tensor, ComputationGraph graph, String vertex, String parameter) {
    assign(values(tensor), tensor, graph, vertex, parameter);
  }

  private static void assign(
      float[] source, String tensor, ComputationGraph graph, String vertex, String parameter) {
    INDArray target =
        graph.getVertex(vertex) instanceof LayerVertex found
            ? found.getLayer().getParam(parameter)
            : null;
    if (target == null || target.length() != source.length) {
      throw new IllegalArgumentException(
          "the graph has no layer '"
              + vertex
              + "' with "
              + source.length
              + " values of '"
              + parameter
              + "' for '"
              + tensor
              + "'; build it with Backbone.addTo for the same taps");
    }
    target.assign(Nd4j.create(source, target.shape(), 'c').castTo(target.dataType()));
  }

  /**
   * The tensors under their PyTorch names, for keeping them in a file of one's own.
   *
   * @return new float32 arrays in c order, from the image upwards
   */
  public Map<String, INDArray> arrays() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) ->
            arrays.put(
                name,
                Nd4j.create(
                    values(name), shape.stream().mapToLong(Long::longValue).toArray(), 'c')));
    return arrays;
  }

  /** The values of a tensor in row-major order; not a copy, not to be changed. */
  float[] values(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /** Feeds names and values, in order, to a digest. */
  void digest(MessageDigest digest) {
    values.forEach(
        (name, array) -> {
          digest.update(name.getBytes(StandardCharsets.UTF_8));
          ByteBuffer bytes =
              ByteBuffer.allocate(array.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          bytes.asFloatBuffer().put(array);
          digest.update(bytes);
        });
  }
}
