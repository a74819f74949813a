package org.madenet.core.nn.kernel;

import org.madenet.core.nn.ConvSpec;

/**
 * Where the windows of a convolution or pooling lie on an input of a given size.
 *
 * @param kernel side of the window
 * @param stride step
 * @param groups groups of channels; 1 for pooling
 * @param same whether padding follows TensorFlow's rule
 * @param top padding above
 * @param left padding to the left
 * @param bottom padding below
 * @param right padding to the right
 */
public record ConvGeometry(
    int kernel, int stride, int groups, boolean same, int top, int left, int bottom, int right) {

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
      return symmetric(k, s, spec.padding(), spec.groups());
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
        horizontal - horizontal / 2);
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
    return new ConvGeometry(kernel, stride, groups, false, padding, padding, padding, padding);
  }

  private static int samePadding(long size, int kernel, int stride) {
    long windows = (size + stride - 1) / stride;
    return (int) Math.max(0, (windows - 1) * stride + kernel - size);
  }

  /**
   * Output height.
   *
   * @param height input height
   * @return number of windows from top to bottom
   */
  public long outHeight(long height) {
    return (height + top + bottom - kernel) / stride + 1;
  }

  /**
   * Output width.
   *
   * @param width input width
   * @return number of windows from left to right
   */
  public long outWidth(long width) {
    return (width + left + right - kernel) / stride + 1;
  }
}
