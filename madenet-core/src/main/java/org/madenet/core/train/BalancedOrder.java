package org.madenet.core.train;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.madenet.core.LabelledImages;

/**
 * Which images make up stage two's minibatches: as many defects as normal images, each kind in
 * passes of random order of its own, without regard to where a minibatch begins. Immutable.
 */
public final class BalancedOrder {

  private final int[] normal;
  private final int[] defects;
  private final int normalPerBatch;
  private final int defectsPerBatch;
  private final RandomStreams orders;

  /**
   * An order.
   *
   * @param images normal images and defects
   * @param usable which of them may be drawn, by index; anomalous images that are not are those of
   *     which no pixel is marked
   * @param batchSize images of a minibatch; of 1, minibatches have a defect and a normal image all
   *     the same
   * @param orders draws the passes
   * @throws IllegalArgumentException if there is no usable normal image, or no usable defect
   */
  public BalancedOrder(
      LabelledImages images, IntPredicate usable, int batchSize, RandomStreams orders) {
    int[] all = IntStream.range(0, images.size()).filter(usable).toArray();
    this.normal = Arrays.stream(all).filter(i -> !images.anomalous(i)).toArray();
    this.defects = Arrays.stream(all).filter(images::anomalous).toArray();
    if (normal.length == 0 || defects.length == 0) {
      throw new IllegalArgumentException(
          "fine-tuning needs normal images and defects to learn from; the training part has %d and %d%s"
              .formatted(normal.length, defects.length, leftOut(images)));
    }
    this.defectsPerBatch = Math.max(1, batchSize / 2);
    this.normalPerBatch = Math.max(1, batchSize - defectsPerBatch);
    this.orders = orders;
  }

  private String leftOut(LabelledImages images) {
    long anomalous = IntStream.range(0, images.size()).filter(images::anomalous).count();
    long unmarked = anomalous - defects.length;
    return unmarked == 0
        ? ""
        : ", without %d anomalous images of which no pixel is marked".formatted(unmarked);
  }

  /**
   * How many images are drawn from.
   *
   * @return usable images of both kinds
   */
  public int images() {
    return normal.length + defects.length;
  }

  /**
   * The images of a minibatch.
   *
   * @param batch from 0, counted over all epochs
   * @return indices, defects first
   */
  public int[] at(long batch) {
    int[] indices = new int[defectsPerBatch + normalPerBatch];
    draw(defects, 0, batch, indices, 0, defectsPerBatch);
    draw(normal, 1, batch, indices, defectsPerBatch, normalPerBatch);
    return indices;
  }

  private void draw(int[] from, int kind, long batch, int[] into, int at, int count) {
    for (int i = 0; i < count; i++) {
      long position = batch * count + i;
      int[] order = orders.permutation(from.length, kind, position / from.length);
      into[at + i] = from[order[(int) (position % from.length)]];
    }
  }
}
