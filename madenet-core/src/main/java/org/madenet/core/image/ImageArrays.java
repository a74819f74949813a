package org.madenet.core.image;

import org.madenet.core.ImageSize;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Planes of floats as arrays for a network. */
public final class ImageArrays {

  private ImageArrays() {}

  /**
   * Images or masks as an array that lies in no workspace.
   *
   * @param values [N,C,H,W], row-major
   * @param channels C
   * @param size height and width
   * @return a copy, float32 [N,C,H,W]
   */
  public static INDArray of(float[] values, int channels, ImageSize size) {
    long images = values.length / ((long) channels * size.pixels());
    long[] shape = {images, channels, size.height(), size.width()};
    return Nd4j.create(values, shape, 'c').detach();
  }
}
