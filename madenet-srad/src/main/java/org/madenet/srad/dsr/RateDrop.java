package org.madenet.srad.dsr;

import org.madenet.core.Checks;
import org.madenet.core.train.StageOptions;
import org.madenet.core.train.StepDecay;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * A learning rate that drops once.
 *
 * @param at share of the epochs after which it drops, in [0,1]; 1 never
 * @param factor by which it is multiplied then, positive
 */
public record RateDrop(double at, double factor) {

  /** Checks every value. */
  public RateDrop {
    Checks.probability("at", at);
    Checks.positive("factor", factor);
  }

  /** Adam at a stage's rate, with the drop. */
  IUpdater updater(StageOptions stage) {
    return new Adam(new StepDecay(stage.learningRate(), factor, (int) (at * stage.maxEpochs())));
  }
}
