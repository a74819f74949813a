package org.madenet.sfad;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Cached features as the network sees them: scaled, and cell by cell. Not safe for use by several
 * threads.
 */
final class CellFeatures {

  private final FeatureCache cache;
  private final ChannelScaling scaling;
  private final float[] image;
  private final int[] order;
  private int read = -1;

  CellFeatures(FeatureCache cache, ChannelScaling scaling) {
    this.cache = cache;
    this.scaling = scaling;
    this.image = new float[cache.grid().values()];
    this.order = new int[cache.grid().cells()];
  }

  /** Number of images. */
  int images() {
    return cache.size();
  }

  /** Cells of each image. */
  int cells() {
    return cache.grid().cells();
  }

  /** Channels of each cell. */
  int channels() {
    return cache.grid().channels();
  }

  /**
   * Copies one image's cells.
   *
   * @param index of the image
   * @param chosen cells of the image
   * @param count how many of the chosen
   * @param target receives {@code [count,C]}
   * @param row where to put the first one
   */
  void copy(int index, int[] chosen, int count, float[] target, int row) {
    if (read != index) {
      cache.read(index, image, 0);
      read = index;
    }
    int channels = channels();
    for (int i = 0; i < count; i++) {
      System.arraycopy(image, chosen[i] * channels, target, (row + i) * channels, channels);
    }
    scaling.apply(target, row * channels, count);
  }

  /**
   * Draws cells without replacement.
   *
   * @param count how many
   * @param random the generator
   * @return live array whose first {@code count} entries are the cells, in random order
   */
  int[] draw(int count, SplittableRandom random) {
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    for (int i = 0; i < count; i++) {
      int j = i + random.nextInt(order.length - i);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }

  /** All cells in their own order. */
  int[] all() {
    return IntStream.range(0, order.length).toArray();
  }
}
