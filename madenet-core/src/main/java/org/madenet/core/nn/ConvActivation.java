package org.madenet.core.nn;

/** What follows a convolution or a sum, element by element. */
public enum ConvActivation {
  /** f(x) = x. */
  NONE,
  /** f(x) = max(x, 0). */
  RELU,
  /** f(x) = min(max(x, 0), 6). */
  RELU6,
  /** f(x) = x / (1 + exp(-x)), also called swish. */
  SILU,
  /** f(x) = x for x above 0, 0.2 x otherwise. */
  LEAKY_RELU,
  /** f(x) = 1 / (1 + exp(-x)). */
  SIGMOID;

  /** The slope of {@link #LEAKY_RELU} below zero. */
  public static final double LEAKY_SLOPE = 0.2;

  /**
   * Whether the gradient is computed from the input; for the others the output is enough.
   *
   * @return true for {@link #SILU} and {@link #SIGMOID}
   */
  public boolean needsInput() {
    return this == SILU || this == SIGMOID;
  }
}
