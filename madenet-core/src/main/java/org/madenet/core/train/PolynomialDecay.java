package org.madenet.core.train;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that falls from epoch to epoch: {@code initial (1 - epoch / epochs)^power},
 * epochs counted from 0. In the place of ND4J's {@code PolySchedule}, whose rate rises in
 * 1.0.0-M2.1: it adds where it should subtract.
 *
 * @param initial the rate of the first epoch, positive
 * @param power how steeply it falls: 1 is a straight line; positive
 * @param epochs where it would reach 0, at least 1
 */
public record PolynomialDecay(
    @JsonProperty("initial") double initial,
    @JsonProperty("power") double power,
    @JsonProperty("epochs") int epochs)
    implements ISchedule {

  /** Checks the ranges. */
  public PolynomialDecay {
    if (!(initial > 0) || !(power > 0) || epochs < 1) {
      throw new IllegalArgumentException(
          "initial, power and epochs must be positive, but are %s, %s and %d"
              .formatted(initial, power, epochs));
    }
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    return initial * Math.pow(Math.max(0, 1 - (double) epoch / epochs), power);
  }

  @Override
  public PolynomialDecay clone() {
    return new PolynomialDecay(initial, power, epochs);
  }
}
