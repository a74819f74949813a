package org.madenet.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.madenet.core.TrainingException;

class InterruptibleTest {

  @Test
  void piece_undisturbed_givesOrFailsAsItDoes() {
    assertThat(Interruptible.piece("work", 0, 2, () -> "done")).isEqualTo("done");
    IllegalStateException fault = new IllegalStateException("fault");
    assertThatThrownBy(() -> Interruptible.piece("work", 0, 2, failing(fault))).isSameAs(fault);
  }

  @Test
  void piece_interruptedBefore_isNotDone() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(
            () -> Interruptible.piece("work", 1, 2, failing(new IllegalStateException("was done"))))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("work was interrupted after 1 of 2 images")
        .hasNoCause();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void piece_failsWhileInterrupted_comesAsTheInterrupt() {
    IllegalStateException cutOff = new IllegalStateException("read was cut off");
    Supplier<Object> waiting =
        () -> {
          Thread.currentThread().interrupt();
          throw cutOff;
        };
    assertThatThrownBy(() -> Interruptible.piece("work", 1, 2, waiting))
        .isInstanceOf(TrainingException.class)
        .hasCause(cutOff);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static Supplier<Object> failing(RuntimeException failure) {
    return () -> {
      throw failure;
    };
  }
}
