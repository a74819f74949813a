package org.madenet.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.madenet.core.train.GraphTrainable.Minibatches;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class PrefetchedMinibatchesTest {

  /** A minibatch holds its place; the third one of epoch 1 cannot be made. */
  private static final class Numbered implements Minibatches {
    private final List<String> made = new CopyOnWriteArrayList<>();

    @Override
    public int count() {
      return 3;
    }

    @Override
    public org.nd4j.linalg.dataset.api.MultiDataSet minibatch(int epoch, int index) {
      made.add(epoch + "." + index);
      if (epoch == 1 && index == 2) {
        throw new IllegalStateException("broken image");
      }
      return new MultiDataSet(Nd4j.scalar(epoch), Nd4j.scalar(index));
    }
  }

  /** Takes its time for every minibatch but the first, and cannot be interrupted in it. */
  private static final class Slow implements Minibatches {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final AtomicBoolean busy = new AtomicBoolean();

    @Override
    public int count() {
      return 3;
    }

    @Override
    public org.nd4j.linalg.dataset.api.MultiDataSet minibatch(int epoch, int index) {
      if (index > 0) {
        busy.set(true);
        begun.countDown();
        long end = System.nanoTime() + 200_000_000;
        while (System.nanoTime() < end) {
          Thread.onSpinWait();
        }
        busy.set(false);
      }
      return new MultiDataSet(Nd4j.scalar(epoch), Nd4j.scalar(index));
    }
  }

  private static String place(org.nd4j.linalg.dataset.api.MultiDataSet minibatch) {
    return minibatch.getFeatures(0).getInt(0) + "." + minibatch.getLabels(0).getInt(0);
  }

  @Test
  void minibatch_inOrder_isMadeOnceAndAhead() {
    Numbered maker = new Numbered();
    try (PrefetchedMinibatches ahead = new PrefetchedMinibatches(maker)) {
      assertThat(place(ahead.minibatch(0, 1))).isEqualTo("0.1");
      assertThat(place(ahead.minibatch(0, 2))).isEqualTo("0.2");
      assertThat(place(ahead.minibatch(1, 0))).isEqualTo("1.0");
      assertThat(maker.made).startsWith("0.1", "0.2", "1.0");
      assertThat(maker.made).doesNotHaveDuplicates();
    }
  }

  @Test
  void minibatch_afterAJump_isTheOneAskedFor() {
    try (PrefetchedMinibatches ahead = new PrefetchedMinibatches(new Numbered())) {
      ahead.minibatch(0, 0);
      assertThat(place(ahead.minibatch(5, 1))).isEqualTo("5.1");
    }
  }

  @Test
  void minibatch_thatCannotBeMade_failsWhenItIsAskedFor() {
    try (PrefetchedMinibatches ahead = new PrefetchedMinibatches(new Numbered())) {
      assertThat(place(ahead.minibatch(1, 1))).isEqualTo("1.1");
      assertThatThrownBy(() -> ahead.minibatch(1, 2))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("broken image");
    }
  }

  @Test
  void close_makerAtWork_waitsForItAndKeepsTheInterrupt() throws InterruptedException {
    Slow maker = new Slow();
    PrefetchedMinibatches ahead = new PrefetchedMinibatches(maker);
    ahead.minibatch(0, 0);
    maker.begun.await();
    Thread.currentThread().interrupt();

    ahead.close();

    assertThat(maker.busy).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }
}
