package org.madenet.core.metric;

import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A named figure of an {@link Evaluation}, in [0,1]; higher is better.
 *
 * @param name as files name it, {@code image_auroc} for instance
 * @param title as tables name it
 * @param value takes the figure from an evaluation; empty where it is not defined
 */
public record Metric(String name, String title, Function<Evaluation, OptionalDouble> value) {

  /**
   * The figure.
   *
   * @param evaluation where from
   * @return the figure; empty if the evaluation has no pixel metrics and this is one
   */
  public OptionalDouble of(Evaluation evaluation) {
    return value.apply(evaluation);
  }
}
