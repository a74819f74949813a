package org.madenet.core;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Images ready for a detector. The array is detached from any workspace and belongs to whoever
 * holds the batch.
 *
 * @param ids one identifier per image, for messages and result tables
 * @param images RGB in [0,1], float32 {@code [N,3,H,W]}
 */
public record ImageBatch(List<String> ids, INDArray images) {

  /** Checks rank, channels, type and the number of identifiers. */
  public ImageBatch {
    ids = List.copyOf(ids);
    if (images.rank() != 4 || images.size(1) != 3 || images.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "images must be float32 [N,3,H,W], but are "
              + images.dataType()
              + " "
              + Arrays.toString(images.shape()));
    }
    if (ids.size() != images.size(0)) {
      throw new IllegalArgumentException(
          images.size(0) + " images with " + ids.size() + " identifiers");
    }
  }

  /**
   * Number of images.
   *
   * @return N
   */
  public int size() {
    return ids.size();
  }

  /**
   * Height and width of the images.
   *
   * @return the size all images of the batch share
   */
  public ImageSize imageSize() {
    return new ImageSize((int) images.size(2), (int) images.size(3));
  }

  /**
   * Refuses images of another size.
   *
   * @param wanted the one size that is taken
   * @throws IllegalArgumentException if the images have another; the message names both
   */
  public void requireSize(ImageSize wanted) {
    if (!imageSize().equals(wanted)) {
      throw new IllegalArgumentException(
          "images must be %s, but are %s".formatted(wanted, imageSize()));
    }
  }
}
