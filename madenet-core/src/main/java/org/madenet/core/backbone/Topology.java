package org.madenet.core.backbone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.madenet.core.nn.ConvActivation;
import org.madenet.core.nn.ConvSpec;
import org.madenet.core.nn.UpsampleMode;

/**
 * A network as a list of nodes, each after those that it reads. The list says everything about the
 * network: which vertices to build, and which tensors of which shape to load into them.
 */
final class Topology {

  /** The node that stands for the image. */
  static final String IMAGE = "image";

  private final List<Node> nodes;
  private final Map<String, Integer> channels;
  private final Map<String, Integer> strides;

  private Topology(Builder builder) {
    this.nodes = List.copyOf(builder.nodes);
    this.channels = Map.copyOf(builder.channels);
    this.strides = Map.copyOf(builder.strides);
  }

  /** A node's output as a tap of the same name. */
  Tap tap(String name, String node) {
    return new Tap(name, channels.get(node), strides.get(node));
  }

  /** The nodes that the given ones need, themselves included, in order. */
  List<Node> upTo(Set<String> outputs) {
    Set<String> needed = new HashSet<>(outputs);
    List<Node> kept = new ArrayList<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (needed.contains(node.name())) {
        needed.addAll(node.inputs());
        kept.add(0, node);
      }
    }
    return kept;
  }

  /** The convolutions that the given nodes need, in order. */
  List<Node.Conv> convolutions(Set<String> outputs) {
    return upTo(outputs).stream()
        .filter(Node.Conv.class::isInstance)
        .map(Node.Conv.class::cast)
        .toList();
  }

  /** Shape of a convolution's weight: [out, in / groups, kernel, kernel]. */
  List<Long> weightShape(Node.Conv conv) {
    long[] shape = conv.spec().weightShape(channels.get(conv.input()));
    return Arrays.stream(shape).boxed().toList();
  }

  /** The tensors that the given nodes need, by their names in PyTorch, with their shapes. */
  Map<String, List<Long>> tensors(Set<String> outputs) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    for (Node.Conv conv : convolutions(outputs)) {
      shapes.put(conv.weight(), weightShape(conv));
      conv.vectors().forEach(v -> shapes.put(v.tensor(), List.of((long) conv.spec().out())));
    }
    return shapes;
  }

  /** Whether one of the nodes that the given ones need averages whole maps. */
  boolean averages(Set<String> outputs) {
    return upTo(outputs).stream().anyMatch(Node.Mean.class::isInstance);
  }

  /** The greatest stride of a map that grows on the way to the given nodes; 1 if none does. */
  int upsampledStride(Set<String> outputs) {
    return upTo(outputs).stream()
        .filter(Node.Upsample.class::isInstance)
        .flatMap(node -> node.inputs().stream())
        .mapToInt(strides::get)
        .max()
        .orElse(1);
  }

  /** Adds nodes one behind the other and returns their names. */
  static final class Builder {

    /** PyTorch's default share of a batch in the running statistics. */
    private static final double MOMENTUM = 0.1;

    private final boolean same;
    private final double epsilon;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Integer> channels = new HashMap<>(Map.of(IMAGE, 3));
    private final Map<String, Integer> strides = new HashMap<>(Map.of(IMAGE, 1));

    private Builder(boolean same, double epsilon) {
      this.same = same;
      this.epsilon = epsilon;
    }

    /** PyTorch's conventions: {@code kernel / 2} zeros on each side, epsilon 1e-5. */
    static Builder pytorch() {
      return new Builder(false, 1e-5);
    }

    /** TensorFlow's for EfficientNets: SAME padding, the odd zero at the end, epsilon 1e-3. */
    static Builder tensorflow() {
      return new Builder(true, 1e-3);
    }

    int channels(String node) {
      return channels.get(node);
    }

    /** A convolution whose batch normalisation has the tensors {@code norm.*}. */
    String conv(
        String name, String norm, String in, int out, int kernel, int stride, ConvActivation then) {
      return conv(name, norm, in, ConvSpec.builder(out, kernel).stride(stride).activation(then));
    }

    /** A convolution of each channel with a kernel of its own. */
    String depthwise(
        String name, String norm, String in, int kernel, int stride, ConvActivation then) {
      int width = channels.get(in);
      return conv(
          name,
          norm,
          in,
          ConvSpec.builder(width, kernel).stride(stride).groups(width).activation(then));
    }

    private String conv(String name, String norm, String in, ConvSpec.Builder options) {
      if (same) {
        options.samePadding();
      }
      ConvSpec spec = options.batchNorm(epsilon, MOMENTUM).build();
      Node node = new Node.Conv(name, in, Optional.of(norm), spec);
      return add(node, spec.out(), strides.get(in) * spec.stride());
    }

    /**
     * Squeeze-and-excitation: the maps weighted by what two 1x1 convolutions with a bias make of
     * their averages. Its tensors are {@code name.conv_reduce.*} and {@code name.conv_expand.*}.
     */
    String excite(String name, String in, int squeezed) {
      int width = channels.get(in);
      String mean = add(new Node.Mean(name + ".mean", in), width, strides.get(in));
      String x = biased(name + ".conv_reduce", mean, squeezed, ConvActivation.SILU);
      String factors = biased(name + ".conv_expand", x, width, ConvActivation.SIGMOID);
      return add(new Node.Scale(name, in, factors), width, strides.get(in));
    }

    private String biased(String name, String in, int out, ConvActivation then) {
      ConvSpec spec = ConvSpec.builder(out, 1).bias().activation(then).build();
      return add(new Node.Conv(name, in, Optional.empty(), spec), out, strides.get(in));
    }

    String maxPool(String name, String in) {
      return add(new Node.MaxPool(name, in), channels.get(in), strides.get(in) * 2);
    }

    String upsample(String name, String in, int factor, UpsampleMode mode) {
      return add(
          new Node.Upsample(name, in, factor, mode), channels.get(in), strides.get(in) / factor);
    }

    String sum(String name, ConvActivation then, String... in) {
      return add(new Node.Sum(name, List.of(in), then), channels.get(in[0]), strides.get(in[0]));
    }

    private String add(Node node, int out, int stride) {
      nodes.add(node);
      channels.put(node.name(), out);
      strides.put(node.name(), stride);
      return node.name();
    }

    Topology build() {
      return new Topology(this);
    }
  }
}
