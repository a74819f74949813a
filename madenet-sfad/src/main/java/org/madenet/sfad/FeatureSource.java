package org.madenet.sfad;

import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;

/** Turns images of one size into cell descriptors. Calls take turns. */
interface FeatureSource extends AutoCloseable {

  /** The size of images it takes. */
  ImageSize imageSize();

  /** Shape of one image's features. */
  FeatureGrid grid();

  /**
   * Names the backbones, their weights and taps: same fingerprint, same backbone features of the
   * same image. What is made of them may differ.
   */
  String fingerprint();

  /**
   * Describes images.
   *
   * @param batch images of {@link #imageSize()}
   * @return {@code [N,H0,W0,C]}, row by row: image after image, cell after cell
   */
  float[] describe(ImageBatch batch);

  @Override
  void close();
}
