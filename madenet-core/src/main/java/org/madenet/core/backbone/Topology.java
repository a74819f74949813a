package org.madenet.core.backbone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.madenet.core.backbone.Node.Activation;

/**
 * A network as a list of nodes, each after those that it reads. The list says everything about the
 * network: which vertices to build, and which tensors of which shape to load into them.
 */
final class Topology {

  /** The node that stands for the image. */
  static final String IMAGE = "image";

  private final Node.Padding padding;
  private final double epsilon;
  private final List<Node> nodes;
  private final Map<String, Integer> channels;
  private final Map<String, Integer> strides;

  private Topology(Builder builder) {
    this.padding = builder.padding;
    this.epsilon = builder.epsilon;
    this.nodes = List.copyOf(builder.nodes);
    this.channels = Map.copyOf(builder.channels);
    this.strides = Map.copyOf(builder.strides);
  }

  /** How all convolutions pad. */
  Node.Padding padding() {
    return padding;
  }

  /** What batch normalisation adds to the variance. */
  double epsilon() {
    return epsilon;
  }

  /** Channels of a node's output. */
  int channels(String node) {
    return channels.get(node);
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

  /** Shape of a convolution's weight: [out, in / groups, kernel, kernel]. */
  List<Long> weightShape(Node.Conv conv) {
    long in = channels.get(conv.input()) / conv.groups();
    return List.of((long) conv.out(), in, (long) conv.kernel(), (long) conv.kernel());
  }

  /** All tensors of the given nodes with their shapes, by their names in PyTorch. */
  Map<String, List<Long>> tensors(List<Node> of) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    for (Node node : of) {
      if (node instanceof Node.Conv conv) {
        shapes.put(conv.name() + ".weight", weightShape(conv));
        for (String name : BatchNormTensor.names(conv.norm())) {
          shapes.put(name, List.of((long) conv.out()));
        }
      }
    }
    return shapes;
  }

  /** Adds nodes one behind the other and returns their names. */
  static final class Builder {
    private final Node.Padding padding;
    private final double epsilon;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Integer> channels = new HashMap<>(Map.of(IMAGE, 3));
    private final Map<String, Integer> strides = new HashMap<>(Map.of(IMAGE, 1));

    Builder(Node.Padding padding, double epsilon) {
      this.padding = padding;
      this.epsilon = epsilon;
    }

    int channels(String node) {
      return channels.get(node);
    }

    String conv(
        String name, String norm, String in, int out, int kernel, int stride, Activation then) {
      return conv(name, norm, in, out, kernel, stride, 1, then);
    }

    String depthwise(String name, String norm, String in, int kernel, int stride, Activation then) {
      int width = channels.get(in);
      return conv(name, norm, in, width, kernel, stride, width, then);
    }

    private String conv(
        String name,
        String norm,
        String in,
        int out,
        int kernel,
        int stride,
        int groups,
        Activation then) {
      return add(
          new Node.Conv(name, in, norm, out, kernel, stride, groups, then),
          out,
          strides.get(in) * stride);
    }

    String maxPool(String name, String in) {
      return add(new Node.MaxPool(name, in), channels.get(in), strides.get(in) * 2);
    }

    String sum(String name, Activation then, String... in) {
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
