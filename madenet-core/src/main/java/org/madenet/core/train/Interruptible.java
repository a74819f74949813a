package org.madenet.core.train;

import java.util.function.Supplier;
import org.madenet.core.TrainingException;

/** Work before and after a {@link TrainingLoop} that an interrupt ends, as Ctrl-C does. */
public final class Interruptible {

  private Interruptible() {}

  /**
   * Does a piece of longer work unless the thread is interrupted, which it then stays.
   *
   * @param work what the whole is, for the message: {@code extracting features}
   * @param done how many images are done
   * @param images how many there are
   * @param piece the next piece
   * @param <T> what it gives
   * @return what the piece gave
   * @throws TrainingException if the thread is interrupted; an interrupt while the piece waits for
   *     its data comes as this, too, whatever the waiting throws
   */
  public static <T> T piece(String work, long done, long images, Supplier<T> piece) {
    if (Thread.currentThread().isInterrupted()) {
      throw new TrainingException(interruption(work, done, images));
    }
    try {
      return piece.get();
    } catch (RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) {
        throw e;
      }
      throw new TrainingException(interruption(work, done, images), e);
    }
  }

  private static String interruption(String work, long done, long images) {
    return "%s was interrupted after %d of %d images; the same call does these again and goes on from the training's checkpoint, if it keeps any"
        .formatted(work, done, images);
  }
}
