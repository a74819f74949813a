package org.madenet.core.nn;

import java.util.List;
import java.util.Objects;
import org.madenet.core.nn.kernel.Kernels;
import org.madenet.core.nn.kernel.Normalization;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Subtracts a fixed mean from each channel and divides by a fixed standard deviation: what a
 * network expects whose weights were trained on such images.
 */
public final class StandardizeVertex extends TensorVertex {

  /** Far below the square of any standard deviation of images. */
  private static final double EPSILON = 1e-12;

  @JsonProperty private final List<Double> mean;
  @JsonProperty private final List<Double> std;

  /**
   * A standardisation.
   *
   * @param mean of each channel
   * @param std standard deviation of each channel, positive
   */
  public StandardizeVertex(
      @JsonProperty("mean") List<Double> mean, @JsonProperty("std") List<Double> std) {
    this.mean = List.copyOf(mean);
    this.std = List.copyOf(std);
    if (mean.isEmpty() || mean.size() != std.size() || std.stream().anyMatch(s -> !(s > 0))) {
      throw new IllegalArgumentException(
          "need as many positive standard deviations as means, got " + mean + " and " + std);
    }
  }

  @Override
  long[] outputShape(List<long[]> inputs) {
    long[] in = inputs.get(0);
    if (in[1] != mean.size()) {
      throw new IllegalArgumentException(
          "standardisation of " + mean.size() + " channels got " + in[1]);
    }
    return in.clone();
  }

  @Override
  void forward(Kernels kernels, List<INDArray> inputs, INDArray output) {
    scale(kernels, inputs.get(0), row(mean, output), output);
  }

  @Override
  void backward(
      Kernels kernels,
      List<INDArray> inputs,
      INDArray output,
      INDArray gradient,
      List<INDArray> inputGradients) {
    INDArray zeros = Nd4j.zeros(gradient.dataType(), 1, mean.size());
    scale(kernels, gradient, zeros, inputGradients.get(0));
  }

  private void scale(Kernels kernels, INDArray x, INDArray means, INDArray y) {
    INDArray ones = Nd4j.ones(x.dataType(), 1, mean.size());
    INDArray zeros = Nd4j.zeros(x.dataType(), 1, mean.size());
    INDArray deviations = row(std, x);
    kernels.normalizeFixed(
        new Normalization(ones, zeros, EPSILON, false), x, means, deviations.mul(deviations), y);
  }

  private static INDArray row(List<Double> values, INDArray like) {
    double[] array = values.stream().mapToDouble(Double::doubleValue).toArray();
    return Nd4j.createFromArray(array).castTo(like.dataType()).reshape(1, array.length);
  }

  @Override
  public StandardizeVertex clone() {
    return new StandardizeVertex(mean, std);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StandardizeVertex that
        && that.mean.equals(mean)
        && that.std.equals(std);
  }

  @Override
  public int hashCode() {
    return Objects.hash(mean, std);
  }

  @Override
  public String toString() {
    return "standardisation by mean " + mean + ", std " + std;
  }
}
