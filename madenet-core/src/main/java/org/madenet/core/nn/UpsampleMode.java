package org.madenet.core.nn;

/** How new pixels are made when a feature map grows by a whole factor. */
public enum UpsampleMode {
  /** Each pixel is repeated. */
  NEAREST,
  /**
   * Bilinear with pixel centres at half pixels and replicated borders: PyTorch's {@code
   * align_corners=False}.
   */
  BILINEAR
}
