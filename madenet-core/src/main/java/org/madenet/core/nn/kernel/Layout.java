package org.madenet.core.nn.kernel;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How activations of shape [N,C,H,W] lie in memory. */
public enum Layout {
  /** Pixel by pixel, the channels of a pixel side by side. */
  CHANNELS_LAST,
  /** Channel by channel, ND4J's own order. */
  PLANAR;

  /**
   * Whether an array lies densely in this order.
   *
   * @param x array of rank 4
   * @return true if no copy is needed
   */
  public boolean matches(INDArray x) {
    long c = x.size(1);
    long h = x.size(2);
    long w = x.size(3);
    return this == CHANNELS_LAST
        ? strides(x, h * w * c, 1, w * c, c)
        : strides(x, c * h * w, h * w, w, 1);
  }

  /** Strides of dimensions of size one say nothing. */
  private static boolean strides(INDArray x, long... expected) {
    for (int i = 0; i < expected.length; i++) {
      if (x.size(i) != 1 && x.stride(i) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * New array with undefined contents.
   *
   * @param workspaces where it lives
   * @param role what it is to the network
   * @param type element type
   * @param shape [N,C,H,W]
   * @return an array of that shape in this order
   */
  public INDArray allocate(
      LayerWorkspaceMgr workspaces, ArrayType role, DataType type, long... shape) {
    if (this == PLANAR) {
      return workspaces.createUninitialized(role, type, shape, 'c');
    }
    long[] stored = {shape[0], shape[2], shape[3], shape[1]};
    return workspaces.createUninitialized(role, type, stored, 'c').permute(0, 3, 1, 2);
  }
}
