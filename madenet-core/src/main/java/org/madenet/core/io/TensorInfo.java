package org.madenet.core.io;

import java.util.List;

/**
 * What a safetensors header says about a tensor.
 *
 * @param type type of the elements in the file
 * @param shape extents, slowest first; empty for a scalar
 * @param begin first byte, counted from the end of the header
 * @param end byte behind the last one
 */
public record TensorInfo(TensorType type, List<Long> shape, long begin, long end) {

  /** Copies the shape. */
  public TensorInfo {
    shape = List.copyOf(shape);
  }

  /**
   * Number of elements.
   *
   * @return the product of the extents, 1 for a scalar
   */
  public long elements() {
    return bytes() / type.bytes();
  }

  /**
   * Number of bytes in the file.
   *
   * @return the length of the byte range
   */
  public long bytes() {
    return end - begin;
  }
}
