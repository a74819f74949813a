package org.madenet.core.nn;

import java.util.List;
import java.util.Objects;
import org.madenet.core.nn.kernel.ConvGeometry;
import org.madenet.core.nn.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Maximum or average of square windows, or of the whole map. */
public final class PoolVertex extends TensorVertex {

  @JsonProperty private final PoolMode mode;
  @JsonProperty private final int kernel;
  @JsonProperty private final int stride;
  @JsonProperty private final int padding;

  /**
   * Pooling of windows; the output size is rounded down as PyTorch does.
   *
   * @param mode what a window is reduced to
   * @param kernel side of the window in pixels; 0 for the whole map, which must be square then
   * @param stride step in pixels
   * @param padding cells on each side, at most half the kernel
   */
  public PoolVertex(
      @JsonProperty("mode") PoolMode mode,
      @JsonProperty("kernel") int kernel,
      @JsonProperty("stride") int stride,
      @JsonProperty("padding") int padding) {
    if (kernel < 0 || stride <= 0 || padding < 0 || 2 * padding > kernel) {
      throw new IllegalArgumentException(
          "pooling needs stride > 0 and 0 <= 2 padding <= kernel, got kernel "
              + kernel
              + ", stride "
              + stride
              + ", padding "
              + padding);
    }
    this.mode = Objects.requireNonNull(mode);
    this.kernel = kernel;
    this.stride = stride;
    this.padding = padding;
  }

  /** Average over the whole map: [N,C,H,W] to [N,C,1,1]. */
  static PoolVertex global() {
    return new PoolVertex(PoolMode.AVERAGE, 0, 1, 0);
  }

  private ConvGeometry geometry(long height, long width) {
    if (kernel > 0) {
      return ConvGeometry.symmetric(kernel, stride, padding, 1);
    }
    if (height != width) {
      throw new IllegalArgumentException(
          "global pooling needs square maps, got " + height + "x" + width);
    }
    return ConvGeometry.symmetric(Math.toIntExact(height), 1, 0, 1);
  }

  @Override
  long[] outputShape(List<long[]> inputs) {
    long[] in = inputs.get(0);
    ConvGeometry geometry = geometry(in[2], in[3]);
    return new long[] {in[0], in[1], geometry.outHeight(in[2]), geometry.outWidth(in[3])};
  }

  @Override
  void forward(Kernels kernels, List<INDArray> inputs, INDArray output) {
    INDArray x = inputs.get(0);
    kernels.pool(mode, geometry(x.size(2), x.size(3)), x, output);
  }

  @Override
  void backward(
      Kernels kernels,
      List<INDArray> inputs,
      INDArray output,
      INDArray gradient,
      List<INDArray> inputGradients) {
    INDArray x = inputs.get(0);
    kernels.poolBackward(mode, geometry(x.size(2), x.size(3)), x, gradient, inputGradients.get(0));
  }

  @Override
  public PoolVertex clone() {
    return new PoolVertex(mode, kernel, stride, padding);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PoolVertex pool
        && pool.mode == mode
        && pool.kernel == kernel
        && pool.stride == stride
        && pool.padding == padding;
  }

  @Override
  public int hashCode() {
    return Objects.hash(mode.name(), kernel, stride, padding);
  }

  @Override
  public String toString() {
    return mode + " pooling, kernel " + kernel + ", stride " + stride + ", padding " + padding;
  }
}
