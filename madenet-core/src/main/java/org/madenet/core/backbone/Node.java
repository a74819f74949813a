package org.madenet.core.backbone;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.madenet.core.nn.ConvActivation;
import org.madenet.core.nn.ConvSpec;
import org.madenet.core.nn.NetworkBuilder;
import org.madenet.core.nn.UpsampleMode;

/** One step of a topology, named after the PyTorch module that it equals. */
sealed interface Node {

  /** Unique name; later nodes refer to it. */
  String name();

  /** Names of the nodes whose outputs it reads. */
  List<String> inputs();

  /** Adds the vertex of this node's name behind the given ones. */
  void addTo(NetworkBuilder net, String... in);

  /** The same with batch normalisation folded into its convolution. */
  default Node folded() {
    return this;
  }

  /**
   * A tensor with a value for each output channel of a convolution.
   *
   * @param tensor its name in PyTorch
   * @param parameter its name in the layer
   * @param start its value before training
   */
  record Vector(String tensor, String parameter, float start) {}

  /**
   * Convolution, batch normalisation or bias, activation. Its weight is {@code name.weight}.
   *
   * @param norm prefix of the batch normalisation's tensors; empty for a convolution with a bias,
   *     {@code name.bias}
   */
  record Conv(String name, String input, Optional<String> norm, ConvSpec spec) implements Node {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }

    @Override
    public void addTo(NetworkBuilder net, String... in) {
      net.conv(name, in[0], spec);
    }

    @Override
    public Node folded() {
      return new Conv(name, input, norm, spec.folded());
    }

    /** Name of the weight in PyTorch. */
    String weight() {
      return name + ".weight";
    }

    /** The other tensors. */
    List<Vector> vectors() {
      return norm.map(
              prefix ->
                  Arrays.stream(BatchNormTensor.values())
                      .map(t -> new Vector(t.name(prefix), t.parameter(), t.identity()))
                      .toList())
          .orElseGet(() -> List.of(new Vector(name + ".bias", "b", 0)));
    }
  }

  /** 3x3 maximum with stride 2 and one cell of padding. */
  record MaxPool(String name, String input) implements Node {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }

    @Override
    public void addTo(NetworkBuilder net, String... in) {
      net.maxPool(name, in[0], 3, 2, 1);
    }
  }

  /** The average of each map, which must be square. */
  record Mean(String name, String input) implements Node {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }

    @Override
    public void addTo(NetworkBuilder net, String... in) {
      net.globalAveragePool(name, in[0]);
    }
  }

  /** Every map times a factor. */
  record Scale(String name, String input, String factors) implements Node {
    @Override
    public List<String> inputs() {
      return List.of(input, factors);
    }

    @Override
    public void addTo(NetworkBuilder net, String... in) {
      net.scale(name, in[0], in[1]);
    }
  }

  /** Every map grown by a whole factor. */
  record Upsample(String name, String input, int factor, UpsampleMode mode) implements Node {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }

    @Override
    public void addTo(NetworkBuilder net, String... in) {
      net.upsample(name, in[0], factor, mode);
    }
  }

  /** Element-wise sum, then an activation. */
  record Sum(String name, List<String> inputs, ConvActivation activation) implements Node {
    @Override
    public void addTo(NetworkBuilder net, String... in) {
      net.sum(name, activation, in);
    }
  }
}
