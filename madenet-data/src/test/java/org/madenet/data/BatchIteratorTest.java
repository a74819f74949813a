package org.madenet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.NormalImages;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

@Timeout(60)
class BatchIteratorTest {

  private static List<List<String>> epoch(NormalImages source, BatchOptions options, long epoch) {
    List<List<String>> ids = new ArrayList<>();
    try (BatchIterator<ImageBatch> batches = BatchIterator.images(source, options, epoch)) {
      batches.forEachRemaining(batch -> ids.add(batch.ids()));
    }
    return ids;
  }

  @Test
  void next_inOrder_deliversEveryImageOnce() {
    List<List<String>> batches = epoch(new Numbers(10, -1), BatchOptions.inOrder(4), 0);

    assertThat(batches)
        .containsExactly(
            List.of("0", "1", "2", "3"), List.of("4", "5", "6", "7"), List.of("8", "9"));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,8", "3,2", "8,16"})
  void next_anyNumberOfThreads_deliversTheSameBatchesInTheSameOrder(int threads, int prefetch) {
    BatchOptions options = BatchOptions.shuffled(5, 42);
    Numbers source = new Numbers(43, -1);

    assertThat(epoch(source, options.withThreads(threads, prefetch), 3))
        .isEqualTo(epoch(source, options, 3));
  }

  @Test
  void next_shuffled_isAPermutationThatDiffersByEpochAndSeed() {
    Numbers source = new Numbers(43, -1);
    List<String> all = IntStream.range(0, 43).mapToObj(String::valueOf).toList();

    List<List<String>> first = epoch(source, BatchOptions.shuffled(5, 42), 0);

    assertThat(first.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(all);
    assertThat(epoch(source, BatchOptions.shuffled(5, 42), 1)).isNotEqualTo(first);
    assertThat(epoch(source, BatchOptions.shuffled(5, 43), 0)).isNotEqualTo(first);
  }

  @Test
  void next_unreadableImage_throwsAtItsBatchAndEndsTheIteration() {
    Numbers source = new Numbers(10, 5);
    try (BatchIterator<ImageBatch> batches =
        BatchIterator.images(source, BatchOptions.inOrder(2), 0)) {
      assertThat(batches.next().ids()).containsExactly("0", "1");
      assertThat(batches.next().ids()).containsExactly("2", "3");
      assertThatThrownBy(batches::next)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("folder/5.png: is damaged");
      assertThat(batches.hasNext()).isFalse();
    }
  }

  @Test
  void next_slowConsumer_loadsNoMoreThanThePrefetchAhead() throws InterruptedException {
    Numbers source = new Numbers(100, -1);
    try (BatchIterator<ImageBatch> batches =
        BatchIterator.images(source, BatchOptions.inOrder(1).withThreads(4, 3), 0)) {
      batches.next();
      Thread.sleep(100);
      assertThat(source.loaded.get()).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void close_inTheMiddle_endsItsThreads() throws InterruptedException {
    Numbers source = new Numbers(1000, -1);
    BatchIterator<ImageBatch> batches =
        BatchIterator.images(source, BatchOptions.inOrder(1).withThreads(3, 6), 0);
    batches.next();

    batches.close();

    assertThat(batches.hasNext()).isFalse();
    assertThatThrownBy(batches::next).isInstanceOf(IllegalStateException.class);
    for (int i = 0; i < 100 && loadingThreads() > 0; i++) {
      Thread.sleep(20);
    }
    assertThat(loadingThreads()).isZero();
  }

  @Test
  void next_afterTheEnd_throws() {
    try (BatchIterator<ImageBatch> batches =
        BatchIterator.images(new Numbers(3, -1), BatchOptions.inOrder(3), 0)) {
      assertThat(batches.batches()).isEqualTo(1);
      batches.next();
      assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  private static long loadingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().equals("madenet-batches"))
        .count();
  }

  /** Images that are numbers; one of them cannot be read. */
  private static final class Numbers implements NormalImages {
    private final int size;
    private final int broken;
    private final AtomicInteger loaded = new AtomicInteger();

    Numbers(int size, int broken) {
      this.size = size;
      this.broken = broken;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public ImageSize imageSize() {
      return ImageSize.square(1);
    }

    @Override
    public String id(int index) {
      return Integer.toString(index);
    }

    @Override
    public ImageBatch images(int... indices) {
      loaded.incrementAndGet();
      List<String> ids = new ArrayList<>();
      for (int i : indices) {
        if (i == broken) {
          IOException cause = new IOException("folder/" + i + ".png: is damaged");
          throw new UncheckedIOException(cause.getMessage(), cause);
        }
        ids.add(id(i));
      }
      return new ImageBatch(ids, Nd4j.zeros(DataType.FLOAT, indices.length, 3, 1, 1));
    }

    @Override
    public String fingerprint() {
      return "numbers";
    }
  }
}
