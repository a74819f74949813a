package org.madenet.core.metric;

import java.util.OptionalDouble;
import org.madenet.core.Checks;

/**
 * What mistakes cost, in any one unit.
 *
 * @param miss of an anomalous part that passes
 * @param falseAlarm of a normal part that is rejected or looked at
 * @param anomalousShare share of anomalous parts in production, in (0,1); empty takes that of the
 *     images at hand, which most test sets have far higher than a factory
 */
public record Costs(double miss, double falseAlarm, OptionalDouble anomalousShare) {

  /** Checks the ranges. */
  public Costs {
    Checks.positive("miss", miss);
    Checks.positive("falseAlarm", falseAlarm);
    if (anomalousShare.isPresent()
        && !(anomalousShare.getAsDouble() > 0 && anomalousShare.getAsDouble() < 1)) {
      throw new IllegalArgumentException(
          "anomalousShare must be above 0 and below 1, but is " + anomalousShare.getAsDouble());
    }
  }
}
