package org.madenet.core.nn;

import java.util.List;
import java.util.Objects;
import org.madenet.core.nn.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Makes feature maps larger by a whole factor. */
public final class UpsampleVertex extends TensorVertex {

  @JsonProperty private final int factor;
  @JsonProperty private final UpsampleMode mode;

  /**
   * Upsampling.
   *
   * @param factor output size by input size, at least 2
   * @param mode how new pixels are made
   */
  public UpsampleVertex(
      @JsonProperty("factor") int factor, @JsonProperty("mode") UpsampleMode mode) {
    if (factor < 2) {
      throw new IllegalArgumentException("factor must be at least 2, got " + factor);
    }
    this.factor = factor;
    this.mode = Objects.requireNonNull(mode);
  }

  @Override
  long[] outputShape(List<long[]> inputs) {
    long[] in = inputs.get(0);
    return new long[] {in[0], in[1], in[2] * factor, in[3] * factor};
  }

  @Override
  void forward(Kernels kernels, List<INDArray> inputs, INDArray output) {
    kernels.upsample(mode, inputs.get(0), output);
  }

  @Override
  void backward(
      Kernels kernels,
      List<INDArray> inputs,
      INDArray output,
      INDArray gradient,
      List<INDArray> inputGradients) {
    kernels.upsampleBackward(mode, gradient, inputGradients.get(0));
  }

  @Override
  public UpsampleVertex clone() {
    return new UpsampleVertex(factor, mode);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UpsampleVertex up && up.factor == factor && up.mode == mode;
  }

  @Override
  public int hashCode() {
    return Objects.hash(factor, mode.name());
  }

  @Override
  public String toString() {
    return mode + " upsampling by " + factor;
  }
}
