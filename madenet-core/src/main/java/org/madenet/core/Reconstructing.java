package org.madenet.core;

/** A detector that makes images as they would be without their anomalies. */
public interface Reconstructing {

  /**
   * Reconstructs images.
   *
   * @param batch images of the detector's input size
   * @return the reconstructions, RGB in [0,1], with the ids of the batch
   * @throws IllegalArgumentException if the images have another size
   * @throws IllegalStateException if the detector is closed
   */
  ImageBatch reconstruct(ImageBatch batch);
}
