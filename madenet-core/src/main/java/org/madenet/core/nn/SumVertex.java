package org.madenet.core.nn;

import java.util.List;
import org.madenet.core.nn.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Sum of at least two feature maps of one shape, then an activation. */
public final class SumVertex extends TensorVertex {

  @JsonProperty private final ConvActivation activation;

  /**
   * A sum.
   *
   * @param activation applied to the sum; not one that {@link ConvActivation#needsInput}
   */
  public SumVertex(@JsonProperty("activation") ConvActivation activation) {
    if (activation.needsInput()) {
      throw new IllegalArgumentException("a sum cannot be followed by " + activation);
    }
    this.activation = activation;
  }

  @Override
  public int minVertexInputs() {
    return 2;
  }

  @Override
  public int maxVertexInputs() {
    return Integer.MAX_VALUE;
  }

  @Override
  long[] outputShape(List<long[]> inputs) {
    return Shapes.equal(inputs);
  }

  @Override
  void forward(Kernels kernels, List<INDArray> inputs, INDArray output) {
    kernels.sum(inputs, activation, output);
  }

  @Override
  void backward(
      Kernels kernels,
      List<INDArray> inputs,
      INDArray output,
      INDArray gradient,
      List<INDArray> inputGradients) {
    for (INDArray dx : inputGradients) {
      if (activation == ConvActivation.NONE) {
        kernels.copy(gradient, dx);
      } else {
        kernels.activateBackward(activation, output, gradient, dx);
      }
    }
  }

  @Override
  public SumVertex clone() {
    return new SumVertex(activation);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SumVertex sum && sum.activation == activation;
  }

  @Override
  public int hashCode() {
    return activation.name().hashCode();
  }

  @Override
  public String toString() {
    return "sum, " + activation;
  }
}
