package org.madenet.core.backbone;

import java.util.List;

/** One step of a topology, named after the PyTorch module that it equals. */
sealed interface Node {

  /** Unique name; later nodes refer to it. */
  String name();

  /** Names of the nodes whose outputs it reads. */
  List<String> inputs();

  /** What follows a convolution or a sum. */
  enum Activation {
    NONE,
    RELU,
    RELU6
  }

  /** How the border is padded. */
  enum Padding {
    /** {@code kernel / 2} zeros on each side, as in PyTorch. */
    SYMMETRIC,
    /** As few as give {@code ceil(size / stride)} outputs, the odd one at the end: TensorFlow's. */
    SAME
  }

  /**
   * Convolution without bias, batch normalisation, activation. Its weight is {@code name.weight}.
   *
   * @param norm prefix of the batch normalisation's tensors
   */
  record Conv(
      String name,
      String input,
      String norm,
      int out,
      int kernel,
      int stride,
      int groups,
      Activation activation)
      implements Node {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }
  }

  /** 3x3 maximum with stride 2 and one cell of padding. */
  record MaxPool(String name, String input) implements Node {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }
  }

  /** Element-wise sum, then an activation. */
  record Sum(String name, List<String> inputs, Activation activation) implements Node {}
}
