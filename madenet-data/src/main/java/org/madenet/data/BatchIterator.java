package org.madenet.data;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSource;
import org.madenet.core.LabelledBatch;
import org.madenet.core.LabelledImages;
import org.madenet.core.train.RandomStreams;

/**
 * The batches of one epoch, loaded ahead of the consumer by a few threads. Which images are in
 * which batch depends on the number of images, the options' batch size and seed, and the epoch
 * alone: so a training can resume at any epoch, with any number of threads.
 *
 * <p>An error in loading is thrown by {@link #next()} at the batch it belongs to, and ends the
 * iteration. For use by one thread; close it, or its threads wait for a consumer forever.
 *
 * @param <B> {@link ImageBatch} or {@link LabelledBatch}
 */
public final class BatchIterator<B> implements Iterator<B>, AutoCloseable {

  private final int[] order;
  private final BatchOptions options;
  private final Function<int[], B> load;
  private final ExecutorService threads;
  private final Deque<Future<B>> ahead = new ArrayDeque<>();
  private int submitted;
  private boolean closed;

  private BatchIterator(int size, BatchOptions options, long epoch, Function<int[], B> load) {
    this.order = order(size, options, epoch);
    this.options = options;
    this.load = load;
    this.threads =
        Executors.newFixedThreadPool(
            options.threads(),
            task -> {
              Thread thread = new Thread(task, "madenet-batches");
              thread.setDaemon(true);
              return thread;
            });
    while (ahead.size() < options.prefetch() && submitted < order.length) {
      submit();
    }
  }

  /**
   * One epoch of images.
   *
   * @param source where the images come from
   * @param options size, order and resources
   * @param epoch number of the epoch; with shuffling, each has an order of its own
   * @return an iterator to be closed
   */
  public static BatchIterator<ImageBatch> images(
      ImageSource source, BatchOptions options, long epoch) {
    return new BatchIterator<>(source.size(), options, epoch, source::images);
  }

  /**
   * One epoch of images with labels and masks.
   *
   * @param source where the images come from
   * @param options size, order and resources
   * @param epoch number of the epoch; with shuffling, each has an order of its own
   * @return an iterator to be closed
   */
  public static BatchIterator<LabelledBatch> labelled(
      LabelledImages source, BatchOptions options, long epoch) {
    return new BatchIterator<>(source.size(), options, epoch, source::labelled);
  }

  private static int[] order(int size, BatchOptions options, long epoch) {
    return options.shuffle()
        ? new RandomStreams(options.seed()).forPurpose("batches").permutation(size, epoch)
        : IntStream.range(0, size).toArray();
  }

  private void submit() {
    int end = Math.min(order.length, submitted + options.batchSize());
    int[] indices = Arrays.copyOfRange(order, submitted, end);
    submitted = end;
    ahead.add(threads.submit(() -> load.apply(indices)));
  }

  /**
   * Number of batches of the epoch, consumed or not.
   *
   * @return at least 1
   */
  public int batches() {
    return (order.length + options.batchSize() - 1) / options.batchSize();
  }

  @Override
  public boolean hasNext() {
    return !closed && !ahead.isEmpty();
  }

  /**
   * The next batch; waits until it is loaded.
   *
   * @return a batch that belongs to the caller
   * @throws NoSuchElementException at the end of the epoch
   * @throws IllegalStateException if the iterator is closed, or the thread is interrupted
   * @throws java.io.UncheckedIOException if an image cannot be read; the message names its path
   */
  @Override
  public B next() {
    if (closed) {
      throw new IllegalStateException("the batch iterator is closed");
    }
    if (ahead.isEmpty()) {
      throw new NoSuchElementException("the epoch has no more batches");
    }
    Future<B> head = ahead.remove();
    if (submitted < order.length) {
      submit();
    }
    try {
      return head.get();
    } catch (ExecutionException e) {
      close();
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("loading a batch failed", e.getCause());
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a batch", e);
    }
  }

  /** Stops loading. Batches already returned stay valid. */
  @Override
  public void close() {
    closed = true;
    ahead.forEach(batch -> batch.cancel(true));
    ahead.clear();
    threads.shutdownNow();
  }
}
