package org.madenet.core.train;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that falls from step to step along half a cosine (Loshchilov and Hutter, 2017,
 * without restarts): {@code initial (1 + cos(pi step / steps)) / 2}, steps counted from 0.
 *
 * @param initial the rate of the first step, positive
 * @param steps where it reaches 0, at least 1; it stays 0 afterwards
 */
public record CosineDecay(
    @JsonProperty("initial") double initial, @JsonProperty("steps") long steps)
    implements ISchedule {

  /** Checks the ranges. */
  public CosineDecay {
    if (!(initial > 0) || steps < 1) {
      throw new IllegalArgumentException(
          "initial and steps must be positive, but are %s and %d".formatted(initial, steps));
    }
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    double done = Math.min(1, (double) iteration / steps);
    return initial * (1 + Math.cos(Math.PI * done)) / 2;
  }

  @Override
  public CosineDecay clone() {
    return new CosineDecay(initial, steps);
  }
}
