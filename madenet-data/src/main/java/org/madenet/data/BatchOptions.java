package org.madenet.data;

/**
 * How samples are put into batches.
 *
 * @param batchSize images per batch, at least 1; the last batch of an epoch can be smaller
 * @param shuffle whether each epoch has an order of its own
 * @param seed seed of the order
 * @param threads batches loaded at the same time, at least 1
 * @param prefetch batches kept ahead of the consumer, at least 1; each takes its full memory
 */
public record BatchOptions(int batchSize, boolean shuffle, long seed, int threads, int prefetch) {

  /** Checks the ranges. */
  public BatchOptions {
    if (batchSize < 1 || threads < 1 || prefetch < 1) {
      throw new IllegalArgumentException(
          "batch size, threads and prefetch must be at least 1, but are %d, %d and %d"
              .formatted(batchSize, threads, prefetch));
    }
  }

  /**
   * Batches in the order of the source, for prediction.
   *
   * @param batchSize images per batch
   * @return options with two threads and four batches ahead
   */
  public static BatchOptions inOrder(int batchSize) {
    return new BatchOptions(batchSize, false, 0, 2, 4);
  }

  /**
   * Batches in a new order every epoch, for training.
   *
   * @param batchSize images per batch
   * @param seed seed of the order
   * @return options with two threads and four batches ahead
   */
  public static BatchOptions shuffled(int batchSize, long seed) {
    return new BatchOptions(batchSize, true, seed, 2, 4);
  }

  /**
   * The same options with other resources. The batches and their order stay the same.
   *
   * @param threads batches loaded at the same time
   * @param prefetch batches kept ahead of the consumer
   * @return new options
   */
  public BatchOptions withThreads(int threads, int prefetch) {
    return new BatchOptions(batchSize, shuffle, seed, threads, prefetch);
  }
}
