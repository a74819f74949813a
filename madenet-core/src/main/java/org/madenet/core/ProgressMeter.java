package org.madenet.core;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells a listener how far a piece of work has come, and how long the rest will take at the pace so
 * far. For one thread.
 */
public final class ProgressMeter {

  private final ProgressListener listener;
  private final String task;
  private final long before;
  private final long total;
  private final long start = System.nanoTime();

  /**
   * Work that begins now.
   *
   * @param listener is told
   * @param task what is being done, for people
   * @param total steps in all
   */
  public ProgressMeter(ProgressListener listener, String task, long total) {
    this(listener, task, 0, total);
  }

  /**
   * Work that goes on.
   *
   * @param listener is told
   * @param task what is being done, for people
   * @param before steps done earlier, which say nothing about the pace
   * @param total steps in all, with those done earlier
   */
  public ProgressMeter(ProgressListener listener, String task, long before, long total) {
    this.listener = Objects.requireNonNull(listener, "listener");
    this.task = Objects.requireNonNull(task, "task");
    this.before = before;
    this.total = total;
  }

  /**
   * Steps in all.
   *
   * @return with those done earlier
   */
  public long total() {
    return total;
  }

  /**
   * Tells the listener.
   *
   * @param done steps done, with those done earlier
   */
  public void tell(long done) {
    tell(done, total, Map.of());
  }

  /**
   * Tells the listener, with figures.
   *
   * @param done steps done, with those done earlier
   * @param last steps in all, where they have become fewer than {@link #total()}
   * @param figures named values worth showing
   */
  public void tell(long done, long last, Map<String, Double> figures) {
    listener.progress(
        new ProgressListener.Progress(task, done, last, remaining(done, last), figures));
  }

  private Optional<Duration> remaining(long done, long last) {
    long here = done - before;
    if (here < 1) {
      return Optional.empty();
    }
    double nanosPerStep = (double) (System.nanoTime() - start) / here;
    return Optional.of(Duration.ofNanos(Math.round(nanosPerStep * (last - done))));
  }
}
