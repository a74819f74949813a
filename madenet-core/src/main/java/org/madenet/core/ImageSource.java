package org.madenet.core;

/**
 * A fixed, indexed collection of images of one size, read on demand. Implementations are safe for
 * use by several threads, so that images can be decoded ahead of training.
 *
 * @see NormalImages
 * @see LabelledImages
 */
public interface ImageSource {

  /**
   * Number of images.
   *
   * @return at least 1
   */
  int size();

  /**
   * The size that every image is delivered in.
   *
   * @return height and width
   */
  ImageSize imageSize();

  /**
   * Identifier of an image, stable between runs (a path relative to its dataset, for instance).
   *
   * @param index 0 to {@code size() - 1}
   * @return the identifier
   */
  String id(int index);

  /**
   * Reads images.
   *
   * @param indices which, in the order wanted
   * @return the batch
   * @throws java.io.UncheckedIOException if an image cannot be read; the message names its path
   */
  ImageBatch images(int... indices);

  /**
   * A digest of what this source delivers: same fingerprint, same images in the same order.
   *
   * @return lower-case hexadecimal digits
   */
  String fingerprint();
}
