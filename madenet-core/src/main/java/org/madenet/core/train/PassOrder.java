package org.madenet.core.train;

import java.util.Arrays;

/**
 * Which images make up minibatches that are always full: passes over all images, each in a random
 * order of its own, follow one another without regard to where a minibatch begins. For use by one
 * thread at a time.
 */
public final class PassOrder {

  private final int images;
  private final int batchSize;
  private final RandomStreams orders;
  private long pass = -1;
  private int[] order = {};

  /**
   * An order.
   *
   * @param images how many there are, at least 1
   * @param batchSize images of a minibatch; may be more than there are
   * @param orders draws the passes
   */
  public PassOrder(int images, int batchSize, RandomStreams orders) {
    this.images = images;
    this.batchSize = batchSize;
    this.orders = orders;
  }

  /**
   * The images of a minibatch.
   *
   * @param batch from 0, counted over all epochs
   * @return indices
   */
  public int[] at(long batch) {
    int[] indices = new int[batchSize];
    Arrays.setAll(indices, i -> image(batch * batchSize + i));
    return indices;
  }

  private int image(long position) {
    if (pass != position / images) {
      pass = position / images;
      order = orders.permutation(images, pass);
    }
    return order[(int) (position % images)];
  }
}
