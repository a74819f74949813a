package org.madenet.core.backbone;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.madenet.core.ImageSize;
import org.madenet.core.nn.NetworkBuilder;

/**
 * A convolutional network up to, not including, its classifier, with named taps. Immutable: it is
 * the plan of a network, without weights.
 *
 * @see Backbones
 */
public final class Backbone {

  private static final int IMAGE_CHANNELS = 3;

  private final String name;
  private final Topology topology;
  private final Map<String, String> tapNodes;
  private final List<Tap> taps;
  private final ChannelNormalization normalization;

  Backbone(
      String name,
      Topology topology,
      Map<String, String> tapNodes,
      ChannelNormalization normalization) {
    this.name = name;
    this.topology = topology;
    this.tapNodes = Map.copyOf(tapNodes);
    this.taps =
        tapNodes.entrySet().stream().map(e -> topology.tap(e.getKey(), e.getValue())).toList();
    this.normalization = normalization;
  }

  /**
   * The name in {@link Backbones}.
   *
   * @return for example {@code wide_resnet50_2}
   */
  public String name() {
    return name;
  }

  /**
   * Where features can be taken.
   *
   * @return the taps from the image upwards
   */
  public List<Tap> taps() {
    return taps;
  }

  /**
   * A tap by name.
   *
   * @param tap name of a tap
   * @return the tap
   * @throws IllegalArgumentException if this backbone has none of that name
   */
  public Tap tap(String tap) {
    return taps.stream()
        .filter(t -> t.name().equals(tap))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name
                        + " has no tap '"
                        + tap
                        + "'; it has "
                        + String.join(", ", taps.stream().map(Tap::name).toList())));
  }

  /**
   * What the network was trained with.
   *
   * @return how an image in [0,1] becomes its input
   */
  public ChannelNormalization normalization() {
    return normalization;
  }

  /**
   * Names and shapes of the tensors that the given taps need, as PyTorch names them: convolution
   * weights and, per batch normalisation, weight, bias, running mean and running variance.
   *
   * @param upTo names of taps; layers that none of them needs are left out
   * @return shapes by name, from the image upwards
   * @throws IllegalArgumentException if a tap is unknown or none is given
   */
  public Map<String, List<Long>> tensors(Collection<String> upTo) {
    return topology.tensors(nodesOf(upTo));
  }

  /**
   * Number of trainable parameters up to the given taps: all tensors but the running statistics.
   *
   * @param upTo names of taps
   * @return the sum of the tensors' sizes
   */
  public long parameterCount(Collection<String> upTo) {
    return tensors(upTo).entrySet().stream()
        .filter(e -> !e.getKey().contains(".running_"))
        .mapToLong(e -> e.getValue().stream().reduce(1L, Math::multiplyExact))
        .sum();
  }

  /**
   * Adds the network up to the given taps to a larger one. Vertices are named as PyTorch names the
   * modules; their weights are random until {@link BackboneTensors#copyInto} is called.
   *
   * @param net the network that grows
   * @param image its vertex that holds the normalised image, {@code [N,3,H,W]}
   * @param upTo names of taps; layers that none of them needs are not built
   * @return the vertex of each tap, in the order given
   * @throws IllegalArgumentException if a tap is unknown, none is given, or the image vertex has
   *     not three channels
   */
  public Map<String, String> addTo(NetworkBuilder net, String image, Collection<String> upTo) {
    return addTo(net, image, upTo, false);
  }

  /**
   * Adds the network as {@link #addTo(NetworkBuilder, String, Collection)} does, and with folded
   * batch normalisation if wanted: then each convolution has a bias in its place, and the network
   * can be trained on without statistics that move. A pretrained backbone whose running statistics
   * move to a small dataset's loses much of what it knows; see LPD.
   *
   * @param net the network that grows
   * @param image its vertex that holds the normalised image, {@code [N,3,H,W]}
   * @param upTo names of taps; layers that none of them needs are not built
   * @param folded whether batch normalisation is folded
   * @return the vertex of each tap, in the order given
   * @throws IllegalArgumentException as above
   */
  public Map<String, String> addTo(
      NetworkBuilder net, String image, Collection<String> upTo, boolean folded) {
    if (net.channels(image) != IMAGE_CHANNELS) {
      throw new IllegalArgumentException(
          name + " reads three channels, but '" + image + "' has " + net.channels(image));
    }
    for (Node planned : topology.upTo(nodesOf(upTo))) {
      Node node = folded ? planned.folded() : planned;
      node.addTo(
          net,
          node.inputs().stream()
              .map(in -> in.equals(Topology.IMAGE) ? image : in)
              .toArray(String[]::new));
    }
    Map<String, String> vertices = new LinkedHashMap<>();
    upTo.forEach(tap -> vertices.put(tap, node(tap(tap))));
    return vertices;
  }

  /**
   * Refuses images that the network up to the given taps cannot take. A network that averages whole
   * maps takes square ones; one whose maps grow again takes multiples of the stride that they grow
   * from, or they would not fit those that they are added to.
   *
   * @param size of the images
   * @param upTo names of taps
   * @throws IllegalArgumentException if the size is none of those; the message names the rule
   */
  public void requireSize(ImageSize size, Collection<String> upTo) {
    Set<String> nodes = nodesOf(upTo);
    if (topology.averages(nodes) && size.height() != size.width()) {
      throw new IllegalArgumentException(name + " takes square images only, but these are " + size);
    }
    int stride = topology.upsampledStride(nodes);
    if (size.height() % stride != 0 || size.width() % stride != 0) {
      throw new IllegalArgumentException(
          "%s takes images whose height and width are multiples of %d, but these are %s"
              .formatted(name, stride, size));
    }
  }

  Topology topology() {
    return topology;
  }

  /** Name of the node behind a tap. */
  String node(Tap tap) {
    return tapNodes.get(tap.name());
  }

  /** Names of the nodes behind the given taps. */
  Set<String> nodesOf(Collection<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("choose at least one tap of " + name);
    }
    Set<String> nodes = new LinkedHashSet<>();
    for (String tap : names) {
      nodes.add(node(tap(tap)));
    }
    return nodes;
  }

  @Override
  public String toString() {
    return name;
  }
}
