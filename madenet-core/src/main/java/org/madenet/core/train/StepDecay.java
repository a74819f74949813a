package org.madenet.core.train;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that drops once: {@code initial}, and {@code initial factor} from an epoch on.
 *
 * @param initial the rate of the first epoch, positive
 * @param factor what it is multiplied by, positive
 * @param epoch the first epoch with the new rate, counted from 0
 */
public record StepDecay(
    @JsonProperty("initial") double initial,
    @JsonProperty("factor") double factor,
    @JsonProperty("epoch") int epoch)
    implements ISchedule {

  /** Checks the ranges. */
  public StepDecay {
    if (!(initial > 0) || !(factor > 0) || epoch < 0) {
      throw new IllegalArgumentException(
          "initial and factor must be positive and epoch at least 0, but are %s, %s and %d"
              .formatted(initial, factor, epoch));
    }
  }

  @Override
  public double valueAt(int iteration, int present) {
    return present < epoch ? initial : initial * factor;
  }

  @Override
  public StepDecay clone() {
    return new StepDecay(initial, factor, epoch);
  }
}
