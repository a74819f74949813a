package org.madenet.data.synthesis;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.NormalImages;
import org.madenet.core.image.ImageArrays;
import org.madenet.core.train.RandomStreams;
import org.madenet.data.Fingerprint;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Normal images and synthetic anomalies in them, batch by batch, made ahead of a training by a few
 * threads. What is in a batch depends on the images, the synthesizer, the options' seed, size and
 * order, the epoch and the index alone: not on threads, nor on what was asked for before. What a
 * sample looks like depends on seed, epoch and image alone, not on the batch size.
 *
 * <p>Batches asked for in ascending order are made ahead, across epochs too; any other order works
 * and waits. An error in making a batch is thrown where that batch is asked for. Foregrounds are
 * found once per image and kept, one bit per pixel; where it is the whole image, once for all.
 *
 * <p>For use by one thread; close it, or its threads live on until the process ends.
 */
public final class SyntheticBatches implements AutoCloseable {

  private final NormalImages source;
  private final Synthesizer synthesizer;
  private final SyntheticBatchOptions options;
  private final RandomStreams orders;
  private final RandomStreams samples;
  private final ExecutorService threads;
  private final Map<Integer, ForegroundMask> foregrounds = new ConcurrentHashMap<>();
  private final ForegroundMask whole;
  private final Deque<Ahead> ahead = new ArrayDeque<>();
  private int orderEpoch = -1;
  private int[] order = {};
  private boolean closed;

  private record Ahead(int epoch, int index, CompletableFuture<SyntheticBatch> batch) {}

  /**
   * Batches of a source. Nothing is made before the first is asked for.
   *
   * @param source normal images
   * @param synthesizer makes the anomalies
   * @param options size, order and resources
   */
  public SyntheticBatches(
      NormalImages source, Synthesizer synthesizer, SyntheticBatchOptions options) {
    this.source = Objects.requireNonNull(source, "source");
    this.synthesizer = Objects.requireNonNull(synthesizer, "synthesizer");
    this.options = Objects.requireNonNull(options, "options");
    options.augmentation().requireFor(source.imageSize());
    this.whole = ForegroundMask.whole(source.imageSize());
    RandomStreams streams = new RandomStreams(options.seed()).forPurpose("synthetic batches");
    this.orders = streams.forPurpose("order");
    this.samples = streams.forPurpose("samples");
    this.threads =
        Executors.newFixedThreadPool(
            options.threads(),
            task -> {
              Thread thread = new Thread(task, "madenet-synthesis");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** One for all images that have no background, which often are all. */
  private ForegroundMask kept(ForegroundMask found) {
    return found.isWhole() ? whole : found;
  }

  /** How many foregrounds are kept in memory, the whole image counted once. */
  int distinctForegrounds() {
    Set<ForegroundMask> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
    distinct.addAll(foregrounds.values());
    return distinct.size();
  }

  /**
   * Number of batches of an epoch.
   *
   * @return at least 1, always the same
   */
  public int count() {
    int full = source.size() / options.batchSize();
    boolean rest = source.size() % options.batchSize() != 0;
    return rest && (full == 0 || !options.dropLast()) ? full + 1 : full;
  }

  /**
   * A digest of all batches: same fingerprint, same batches. For the identity of a run; threads and
   * prefetch do not count.
   *
   * @return lower-case hexadecimal digits
   */
  public String fingerprint() {
    return Fingerprint.ofText(
        source.fingerprint() + synthesizer.fingerprint() + options.withThreads(1, 0));
  }

  /**
   * A batch by its number, where epochs follow one another; waits until it is made.
   *
   * @param number from 0, counted over all epochs of {@link #count()} batches
   * @return as {@link #batch(int, int)}
   */
  public SyntheticBatch batch(long number) {
    return batch(Math.toIntExact(number / count()), (int) (number % count()));
  }

  /**
   * A batch; waits until it is made.
   *
   * @param epoch from 0
   * @param index from 0 to {@code count() - 1}
   * @return a batch that belongs to the caller
   * @throws IllegalStateException if this is closed, or the thread is interrupted
   * @throws java.io.UncheckedIOException if an image cannot be read; the message names its path
   */
  public SyntheticBatch batch(int epoch, int index) {
    if (closed) {
      throw new IllegalStateException("the synthetic batches are closed");
    }
    if (epoch < 0) {
      throw new IllegalArgumentException("epoch must be at least 0, but is " + epoch);
    }
    Objects.checkIndex(index, count());
    int from = options.sameEveryEpoch() ? 0 : epoch;
    while (!ahead.isEmpty() && (ahead.peek().epoch() != from || ahead.peek().index() != index)) {
      ahead.remove().batch().cancel(false);
    }
    if (ahead.isEmpty()) {
      ahead.add(new Ahead(from, index, submit(from, index)));
    }
    while (ahead.size() <= options.prefetch()) {
      Ahead last = ahead.getLast();
      boolean end = last.index() + 1 == count();
      int nextEpoch = end && !options.sameEveryEpoch() ? last.epoch() + 1 : last.epoch();
      int nextIndex = end ? 0 : last.index() + 1;
      ahead.add(new Ahead(nextEpoch, nextIndex, submit(nextEpoch, nextIndex)));
    }
    return await(ahead.remove().batch());
  }

  private static SyntheticBatch await(CompletableFuture<SyntheticBatch> batch) {
    try {
      return batch.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      while (cause instanceof CompletionException && cause.getCause() != null) {
        cause = cause.getCause();
      }
      if (cause instanceof RuntimeException known) {
        throw known;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("making a batch failed", cause);
    } catch (CancellationException e) {
      throw new IllegalStateException("the synthetic batches were closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a batch", e);
    }
  }

  /** Loading is one task, and each sample then one: none waits for another in a thread. */
  private CompletableFuture<SyntheticBatch> submit(int epoch, int index) {
    int[] indices = indices(epoch, index);
    return CompletableFuture.supplyAsync(() -> new Making(epoch, indices), threads)
        .thenCompose(
            making ->
                CompletableFuture.allOf(
                        IntStream.range(0, indices.length)
                            .mapToObj(
                                i -> CompletableFuture.runAsync(() -> making.make(i), threads))
                            .toArray(CompletableFuture<?>[]::new))
                    .thenApply(done -> making.batch()));
  }

  private int[] indices(int epoch, int index) {
    int from = index * options.batchSize();
    int to = Math.min(source.size(), from + options.batchSize());
    if (!options.shuffle()) {
      return IntStream.range(from, to).toArray();
    }
    if (orderEpoch != epoch) {
      order = orders.permutation(source.size(), epoch);
      orderEpoch = epoch;
    }
    return Arrays.copyOfRange(order, from, to);
  }

  /** Stops making batches. Batches already returned stay valid. */
  @Override
  public void close() {
    closed = true;
    ahead.forEach(next -> next.batch().cancel(false));
    ahead.clear();
    threads.shutdownNow();
  }

  /** A batch in the making; each sample touches its own part of the arrays. */
  private final class Making {
    private final int epoch;
    private final int[] indices;
    private final List<String> ids;
    private final INDArray loadedArray;
    private final float[] loaded;
    private final float[] originals;
    private final float[] images;
    private final float[] masks;
    private final AnomalyKind[] kinds;

    Making(int epoch, int[] indices) {
      ImageBatch batch = source.images(indices);
      INDArray array = batch.images();
      boolean plain = array.ordering() == 'c' && !array.isView();
      int pixels = source.imageSize().pixels();
      this.epoch = epoch;
      this.indices = indices;
      this.ids = batch.ids();
      this.loadedArray = plain ? array : array.dup('c');
      this.loaded = loadedArray.data().asFloat();
      this.originals = augmented() ? new float[loaded.length] : loaded;
      this.images = new float[loaded.length];
      this.masks = new float[Math.multiplyExact(pixels, indices.length)];
      this.kinds = new AnomalyKind[indices.length];
    }

    private boolean augmented() {
      return !options.augmentation().equals(NormalAugmentation.NONE);
    }

    void make(int i) {
      ImageSize size = source.imageSize();
      int values = 3 * size.pixels();
      int at = i * values;
      SplittableRandom random = samples.at(epoch, indices[i]);
      ForegroundMask foreground =
          foregrounds.computeIfAbsent(
              indices[i],
              image ->
                  kept(synthesizer.foreground(Arrays.copyOfRange(loaded, at, at + values), size)));
      if (augmented()) {
        Orientation orientation = options.augmentation().drawOrientation(random);
        orientation.move(loaded, at, originals, at, 3, size);
        options.augmentation().brighten(random, originals, at, at + values);
        foreground = foreground.moved(orientation);
      }
      kinds[i] = synthesizer.synthesize(originals, at, size, foreground, random, images, masks, i);
    }

    SyntheticBatch batch() {
      return new SyntheticBatch(
          ids,
          ImageArrays.of(images, 3, source.imageSize()),
          augmented() ? ImageArrays.of(originals, 3, source.imageSize()) : loadedArray,
          ImageArrays.of(masks, 1, source.imageSize()),
          List.of(kinds));
    }
  }
}
