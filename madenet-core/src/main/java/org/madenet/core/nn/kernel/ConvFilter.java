package org.madenet.core.nn.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Weight and bias of a convolution. A constant filter may be kept in another layout between calls
 * (packed); a filter that is not constant is read anew in each call.
 *
 * <p>Threads: one at a time.
 */
public final class ConvFilter implements AutoCloseable {

  private final INDArray weight;
  private final INDArray bias;
  private final boolean constant;
  private AutoCloseable packed;

  /**
   * A view, not a copy.
   *
   * @param weight [out, in / groups, kernel, kernel], transposed [in, out, kernel, kernel], c order
   * @param bias [1, out], or null for none
   * @param constant whether the values never change
   */
  public ConvFilter(INDArray weight, INDArray bias, boolean constant) {
    this.weight = weight;
    this.bias = bias;
    this.constant = constant;
  }

  INDArray weight() {
    return weight;
  }

  /** Output channels. */
  long out(ConvGeometry geometry) {
    return weight.size(geometry.transposed() ? 1 : 0);
  }

  INDArray bias() {
    return bias;
  }

  boolean constant() {
    return constant;
  }

  AutoCloseable packed() {
    return packed;
  }

  void packed(AutoCloseable newer) {
    close();
    packed = newer;
  }

  /** Frees what was packed. The filter can still be used. */
  @Override
  public void close() {
    if (packed != null) {
      try {
        packed.close();
      } catch (Exception e) {
        throw new IllegalStateException("cannot free a packed filter", e);
      }
      packed = null;
    }
  }
}
