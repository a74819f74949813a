package org.madenet.core.nn;

import java.util.List;
import java.util.Objects;
import org.madenet.core.nn.kernel.Kernels;
import org.madenet.core.nn.kernel.Normalization;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Instance normalisation (Ulyanov and others, 2016) without parameters, as PyTorch's {@code
 * InstanceNorm2d} has it by default: each map of each image gets mean 0 and variance 1 over its
 * pixels, in training and in inference alike. The variance is the biased one. A constant map
 * becomes 0, and so does a map of one pixel, which PyTorch refuses.
 */
public final class InstanceNormVertex extends TensorVertex {

  /** PyTorch's default. */
  public static final double EPSILON = 1e-5;

  @JsonProperty private final double epsilon;
  @JsonProperty private final boolean relu;

  /**
   * A normalisation.
   *
   * @param epsilon added to the variance, positive
   * @param relu whether ReLU follows
   */
  public InstanceNormVertex(
      @JsonProperty("epsilon") double epsilon, @JsonProperty("relu") boolean relu) {
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be positive, got " + epsilon);
    }
    this.epsilon = epsilon;
    this.relu = relu;
  }

  @Override
  long[] outputShape(List<long[]> inputs) {
    return inputs.get(0).clone();
  }

  /** A batch normalisation of one image: its parameters, and memory for its statistics. */
  private record Scratch(Normalization norm, INDArray mean, INDArray variance, INDArray mask) {

    static Scratch of(Kernels kernels, INDArray image, double epsilon, boolean relu) {
      INDArray ones = Nd4j.ones(image.dataType(), 1, image.size(1));
      Normalization norm = new Normalization(ones, ones.mul(0), epsilon, relu);
      long bytes = kernels.maskLength(norm, image);
      INDArray mask = bytes == 0 ? null : Nd4j.createUninitialized(DataType.UINT8, bytes);
      return new Scratch(norm, ones.ulike(), ones.ulike(), mask);
    }

    void normalize(Kernels kernels, INDArray z, INDArray y) {
      kernels.normalize(norm, z, mean, variance, mask, y);
    }
  }

  @Override
  void forward(Kernels kernels, List<INDArray> inputs, INDArray output) {
    INDArray z = inputs.get(0);
    Scratch scratch = Scratch.of(kernels, ImageStatistics.image(z, 0), epsilon, relu);
    for (int n = 0; n < z.size(0); n++) {
      scratch.normalize(kernels, ImageStatistics.image(z, n), ImageStatistics.image(output, n));
    }
  }

  /** Statistics are computed again: a vertex keeps nothing but what it read and wrote. */
  @Override
  void backward(
      Kernels kernels,
      List<INDArray> inputs,
      INDArray output,
      INDArray gradient,
      List<INDArray> inputGradients) {
    Scratch scratch = Scratch.of(kernels, ImageStatistics.image(inputs.get(0), 0), epsilon, relu);
    INDArray dgamma = scratch.mean.ulike();
    INDArray dbeta = scratch.mean.ulike();
    for (int n = 0; n < output.size(0); n++) {
      INDArray z = ImageStatistics.image(inputs.get(0), n);
      INDArray dz = ImageStatistics.image(inputGradients.get(0), n);
      scratch.normalize(kernels, z, dz);
      kernels.normalizeBackward(
          scratch.norm,
          z,
          scratch.mean,
          scratch.variance,
          scratch.mask,
          ImageStatistics.image(output, n),
          ImageStatistics.image(gradient, n),
          dz,
          dgamma,
          dbeta);
    }
  }

  @Override
  public InstanceNormVertex clone() {
    return new InstanceNormVertex(epsilon, relu);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InstanceNormVertex norm && norm.epsilon == epsilon && norm.relu == relu;
  }

  @Override
  public int hashCode() {
    return Objects.hash(epsilon, relu);
  }

  @Override
  public String toString() {
    return "instance normalisation" + (relu ? ", ReLU" : "");
  }
}
