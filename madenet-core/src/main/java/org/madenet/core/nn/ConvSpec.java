package org.madenet.core.nn;

import java.util.Objects;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What a {@link ConvBlock} does: a square convolution or transposed convolution, batch
 * normalisation or a bias, an activation.
 *
 * @param out output channels
 * @param kernel side of the kernel in pixels
 * @param stride step in pixels
 * @param padding zeros on each side in pixels; ignored with {@code same}
 * @param same whether to pad as TensorFlow does: {@code ceil(size / stride)} outputs, the odd zero
 *     at the end
 * @param groups groups of channels that do not see each other; the input's channels for a depthwise
 *     convolution
 * @param batchNorm whether batch normalisation follows
 * @param epsilon what batch normalisation adds to the variance
 * @param momentum the new batch's share in the running statistics, PyTorch's convention
 * @param bias whether a bias is added; with batch normalisation it has no effect but is loaded and
 *     stored
 * @param activation what comes last
 * @param transposed whether the convolution is transposed, as PyTorch's {@code ConvTranspose2d}
 *     without output padding: {@code (size - 1) stride - 2 padding + kernel} outputs; not with
 *     {@code same} or groups
 */
public record ConvSpec(
    @JsonProperty("out") int out,
    @JsonProperty("kernel") int kernel,
    @JsonProperty("stride") int stride,
    @JsonProperty("padding") int padding,
    @JsonProperty("same") boolean same,
    @JsonProperty("groups") int groups,
    @JsonProperty("batchNorm") boolean batchNorm,
    @JsonProperty("epsilon") double epsilon,
    @JsonProperty("momentum") double momentum,
    @JsonProperty("bias") boolean bias,
    @JsonProperty("activation") ConvActivation activation,
    @JsonProperty("transposed") boolean transposed) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public ConvSpec {
    Objects.requireNonNull(activation, "activation");
    require(out > 0, "out", out, "positive");
    require(kernel > 0, "kernel", kernel, "positive");
    require(stride > 0, "stride", stride, "positive");
    require(padding >= 0, "padding", padding, "not negative");
    require(
        groups > 0 && out % groups == 0, "groups", groups, "a positive divisor of out = " + out);
    require(epsilon > 0, "epsilon", epsilon, "positive");
    require(momentum > 0 && momentum <= 1, "momentum", momentum, "in (0, 1]");
    require(!transposed || !same, "same", same, "false in a transposed convolution");
    require(!transposed || groups == 1, "groups", groups, "1 in a transposed convolution");
    require(
        !transposed || padding < kernel,
        "padding",
        padding,
        "smaller than the kernel in a transposed convolution");
  }

  /**
   * The same without batch normalisation, and with the bias that it leaves behind.
   *
   * @return another specification
   */
  public ConvSpec folded() {
    return new ConvSpec(
        out,
        kernel,
        stride,
        padding,
        same,
        groups,
        false,
        epsilon,
        momentum,
        true,
        activation,
        transposed);
  }

  /**
   * Shape of the weight, as in PyTorch.
   *
   * @param in input channels
   * @return [out, in / groups, kernel, kernel]; transposed [in, out, kernel, kernel]
   */
  public long[] weightShape(int in) {
    return transposed
        ? new long[] {in, out, kernel, kernel}
        : new long[] {out, in / groups, kernel, kernel};
  }

  private static void require(boolean holds, String name, Object value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + rule + ", got " + value);
    }
  }

  /**
   * Starts with stride 1, a padding that keeps the size of odd kernels, one group, no
   * normalisation, no bias, no activation.
   *
   * @param out output channels
   * @param kernel side of the kernel
   * @return a builder
   */
  public static Builder builder(int out, int kernel) {
    return new Builder(out, kernel);
  }

  /** Collects the options of a {@link ConvSpec}. Not thread-safe. */
  public static final class Builder {
    private final int out;
    private final int kernel;
    private int stride = 1;
    private int padding;
    private boolean same;
    private int groups = 1;
    private boolean batchNorm;
    private double epsilon = 1e-5;
    private double momentum = 0.1;
    private boolean bias;
    private ConvActivation activation = ConvActivation.NONE;
    private boolean transposed;

    private Builder(int out, int kernel) {
      this.out = out;
      this.kernel = kernel;
      this.padding = kernel / 2;
    }

    /**
     * Sets the step.
     *
     * @param pixels step in both directions
     * @return this
     */
    public Builder stride(int pixels) {
      this.stride = pixels;
      return this;
    }

    /**
     * Sets symmetric zero padding.
     *
     * @param pixels zeros on each side
     * @return this
     */
    public Builder padding(int pixels) {
      this.padding = pixels;
      this.same = false;
      return this;
    }

    /**
     * Pads as TensorFlow's SAME does.
     *
     * @return this
     */
    public Builder samePadding() {
      this.same = true;
      return this;
    }

    /**
     * Sets the number of groups.
     *
     * @param count groups; equal to the input's channels for a depthwise convolution
     * @return this
     */
    public Builder groups(int count) {
      this.groups = count;
      return this;
    }

    /**
     * Adds batch normalisation with PyTorch's defaults, epsilon 1e-5 and momentum 0.1.
     *
     * @return this
     */
    public Builder batchNorm() {
      this.batchNorm = true;
      return this;
    }

    /**
     * Adds batch normalisation.
     *
     * @param eps what is added to the variance
     * @param share the new batch's share in the running statistics
     * @return this
     */
    public Builder batchNorm(double eps, double share) {
      this.batchNorm = true;
      this.epsilon = eps;
      this.momentum = share;
      return this;
    }

    /**
     * Adds a bias.
     *
     * @return this
     */
    public Builder bias() {
      this.bias = true;
      return this;
    }

    /**
     * Sets the activation.
     *
     * @param function what comes last
     * @return this
     */
    public Builder activation(ConvActivation function) {
      this.activation = function;
      return this;
    }

    /**
     * Makes the convolution a transposed one, which enlarges its input by its stride. Kernel 4,
     * stride 2 and padding 1 double height and width exactly.
     *
     * @return this
     */
    public Builder transposed() {
      this.transposed = true;
      return this;
    }

    /**
     * Builds the specification.
     *
     * @return the specification
     * @throws IllegalArgumentException if a value is out of its range
     */
    public ConvSpec build() {
      return new ConvSpec(
          out,
          kernel,
          stride,
          padding,
          same,
          groups,
          batchNorm,
          epsilon,
          momentum,
          bias,
          activation,
          transposed);
    }
  }
}
