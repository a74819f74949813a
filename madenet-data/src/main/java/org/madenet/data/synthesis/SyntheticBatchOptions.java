package org.madenet.data.synthesis;

import java.util.Objects;
import org.madenet.core.Checks;

/**
 * How samples are put into batches.
 *
 * @param batchSize samples per batch, at least 1
 * @param seed the one seed of order, augmentation and anomalies
 * @param shuffle whether each epoch has an order of its own
 * @param dropLast whether images left over for a last, smaller batch are left out of the epoch;
 *     with shuffling other ones each time. Ignored where the images are fewer than one batch
 * @param sameEveryEpoch whether every epoch is epoch 0 again, for validation
 * @param augmentation changes of the normal images
 * @param threads samples made at the same time, at least 1
 * @param prefetch batches made ahead, at least 0; each takes its full memory
 */
public record SyntheticBatchOptions(
    int batchSize,
    long seed,
    boolean shuffle,
    boolean dropLast,
    boolean sameEveryEpoch,
    NormalAugmentation augmentation,
    int threads,
    int prefetch) {

  /** Checks the ranges. */
  public SyntheticBatchOptions {
    Checks.between("batchSize", batchSize, 1, Integer.MAX_VALUE);
    Objects.requireNonNull(augmentation, "augmentation");
    Checks.between("threads", threads, 1, 1024);
    Checks.between("prefetch", prefetch, 0, 1024);
  }

  /**
   * For training: a new order and new anomalies every epoch.
   *
   * @param batchSize samples per batch
   * @param seed the one seed
   * @return options without augmentation, with two threads and two batches ahead
   */
  public static SyntheticBatchOptions training(int batchSize, long seed) {
    return new SyntheticBatchOptions(
        batchSize, seed, true, false, false, NormalAugmentation.NONE, 2, 2);
  }

  /**
   * For validation: the same samples in the order of the source every time.
   *
   * @param batchSize samples per batch
   * @param seed the one seed
   * @return options without augmentation, with two threads and two batches ahead
   */
  public static SyntheticBatchOptions validation(int batchSize, long seed) {
    return new SyntheticBatchOptions(
        batchSize, seed, false, false, true, NormalAugmentation.NONE, 2, 2);
  }

  /**
   * The same options, without the smaller last batch or with it.
   *
   * @param value whether it is left out
   * @return new options
   */
  public SyntheticBatchOptions withDropLast(boolean value) {
    return new SyntheticBatchOptions(
        batchSize, seed, shuffle, value, sameEveryEpoch, augmentation, threads, prefetch);
  }

  /**
   * The same options with an augmentation.
   *
   * @param value changes of the normal images
   * @return new options
   */
  public SyntheticBatchOptions withAugmentation(NormalAugmentation value) {
    return new SyntheticBatchOptions(
        batchSize, seed, shuffle, dropLast, sameEveryEpoch, value, threads, prefetch);
  }

  /**
   * The same options with other resources. The batches stay the same.
   *
   * @param threadCount samples made at the same time
   * @param batchesAhead batches made ahead
   * @return new options
   */
  public SyntheticBatchOptions withThreads(int threadCount, int batchesAhead) {
    return new SyntheticBatchOptions(
        batchSize,
        seed,
        shuffle,
        dropLast,
        sameEveryEpoch,
        augmentation,
        threadCount,
        batchesAhead);
  }
}
