package org.madenet.bench.evaluation;

import java.util.concurrent.CancellationException;

/** Ends work between two batches when its thread is interrupted, as Ctrl-C does. */
final class Stop {

  private Stop() {}

  /**
   * Goes on unless the thread is interrupted; it stays so.
   *
   * @throws CancellationException if it is
   */
  static void ifInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("stopped");
    }
  }
}
