package org.madenet.core.nn.kernel;

import org.madenet.core.nn.ConvSpec;

/**
 * Where the windows of a convolution or pooling lie on an input of a given size. Those of a
 * transposed convolution lie on its output.
 *
 * @param kernel side of the window
 * @param stride step
 * @param groups groups of channels; 1 for pooling
 * @param same whether padding follows TensorFlow's rule
 * @param top padding above
 * @param left padding to the left
 * @param bottom padding below
 * @param right padding to the right
 * @param transposed whether input and output change roles
 */
public record ConvGeometry(
    int kernel,
    int stride,
    int groups,
    boolean same,
    int top,
    int left,
    int bottom,
    int right,
    boolean transposed) {

  /**
   * The windows of a convolution.
   *
   * @param spec the convolution
   * @param height input height in pixels
   * @param width input width in pixels
   * @return its geometry
   */
  public static ConvGeometry of(ConvSpec spec, long height, long width) {
    int k = spec.kernel();
    int s = spec.stride();
    if (!spec.same()) {
      int p = spec.padding();
      return new ConvGeometry(k, s, spec.groups(), false, p, p, p, p, spec.transposed());
    }
    int vertical = samePadding(height, k, s);
    int horizontal = samePadding(width, k, s);
    return new ConvGeometry(
        k,
        s,
        spec.groups(),
        true,
        vertical / 2,
        horizontal / 2,
        vertical - vertical / 2,
        horizontal - horizontal / 2,
        false);
  }

  /**
   * Windows with equal padding on all sides.
   *
   * @param kernel side of the window
   * @param stride step
   * @param padding zeros on each side
   * @param groups groups of channels
   * @return the geometry
   */
  public static ConvGeometry symmetric(int kernel, int stride, int padding, int groups) {
    return new ConvGeometry(
        kernel, stride, groups, false, padding, padding, padding, padding, false);
  }

  private static int samePadding(long size, int kernel, int stride) {
    long windows = (size + stride - 1) / stride;
    return (int) Math.max(0, (windows - 1) * stride + kernel - size);
  }

  /**
   * Output height.
   *
   * @param height input height
   * @return number of windows from top to bottom; not positive if the input is too small
   */
  public long outHeight(long height) {
    return out(height, top + bottom);
  }

  /**
   * Output width.
   *
   * @param width input width
   * @return number of windows from left to right; not positive if the input is too small
   */
  public long outWidth(long width) {
    return out(width, left + right);
  }

  private long out(long size, int padding) {
    return transposed
        ? (size - 1) * stride + kernel - padding
        : Math.floorDiv(size + padding - kernel, stride) + 1;
  }
}
