package org.madenet.core.train;

import java.time.Duration;
import java.util.Optional;

/** Estimates the time left from the mean time per step of this process, validation included. */
final class Stopwatch {

  private final long firstStep;
  private final long total;
  private final long started = System.nanoTime();

  Stopwatch(long firstStep, long total) {
    this.firstStep = firstStep;
    this.total = total;
  }

  long total() {
    return total;
  }

  Optional<Duration> remaining(long done) {
    long here = done - firstStep;
    if (here < 1) {
      return Optional.empty();
    }
    double nanosPerStep = (double) (System.nanoTime() - started) / here;
    return Optional.of(Duration.ofNanos(Math.round(nanosPerStep * (total - done))));
  }
}
