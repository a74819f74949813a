package org.madenet.sfad;

import org.madenet.core.ImageSize;

/**
 * Shape of an image's features: a grid of cells, each with a descriptor.
 *
 * @param size H0 x W0 of the paper
 * @param channels C, length of a descriptor
 */
record FeatureGrid(ImageSize size, int channels) {

  /** Number of cells. */
  int cells() {
    return size.pixels();
  }

  /** Number of values of one image's features. */
  int values() {
    return Math.multiplyExact(cells(), channels);
  }
}
