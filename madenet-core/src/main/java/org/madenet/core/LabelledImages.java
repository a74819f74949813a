package org.madenet.core;

/** Images with labels and ground-truth masks, for the fine-tuning stage and for evaluation. */
public interface LabelledImages extends ImageSource {

  /**
   * The label of an image, known without reading it.
   *
   * @param index 0 to {@code size() - 1}
   * @return {@code true} if anomalous
   */
  boolean anomalous(int index);

  /**
   * Reads images together with their masks. The mask of a normal image is all zero. An anomalous
   * image can have an empty mask too (a known fault of real datasets): it counts at image level
   * only, see {@link LabelledBatch#hasPixelTruth(int)}.
   *
   * @param indices which, in the order wanted
   * @return the batch
   * @throws java.io.UncheckedIOException if an image or mask cannot be read; the message names its
   *     path
   */
  LabelledBatch labelled(int... indices);
}
