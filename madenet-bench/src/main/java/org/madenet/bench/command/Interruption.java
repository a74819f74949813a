package org.madenet.bench.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Ctrl-C. The working thread is interrupted and gets time to write its checkpoint before the
 * process ends; the exit code is then the system's own, 130.
 */
public final class Interruption {

  private static final long GRACE_SECONDS = 60;

  private Interruption() {}

  /**
   * Runs work on this thread; when the process is told to end meanwhile, interrupts the work and
   * waits until it has come to its end.
   *
   * @param work gives an exit code
   * @return that code
   */
  public static int guard(IntSupplier work) {
    Thread worker = Thread.currentThread();
    CountDownLatch done = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              worker.interrupt();
              await(done);
            },
            "madenet-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.getAsInt();
    } finally {
      done.countDown();
      forget(hook);
    }
  }

  private static void await(CountDownLatch done) {
    try {
      if (!done.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("madenet: ended before the work could stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already: the hook is what runs.
      Thread.currentThread().interrupt();
    }
  }
}
