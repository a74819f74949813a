package org.madenet.core.train;

/**
 * What a {@link TrainingLoop} trains: the steps, the validation, and the state behind them.
 *
 * <p>For a resumed run to equal an uninterrupted one, a step may depend on nothing but {@link
 * #state()}, its two arguments and the fixed seed and data: draw random numbers from {@link
 * RandomStreams}. Before each step the loop seeds ND4J's own generator as well, for dropout.
 *
 * <p>All calls come from the thread that runs the loop.
 */
public interface Trainable {

  /**
   * Steps, that is minibatches, of an epoch.
   *
   * @return at least 1, always the same
   */
  int stepsPerEpoch();

  /**
   * Trains on one minibatch. Steps come in order, epoch by epoch; the first one after a resume can
   * lie in the middle of an epoch. A step that waits for data does so before it changes anything:
   * where an interrupt makes it fail, the loop writes the state as it was before the step.
   *
   * @param epoch from 0
   * @param step from 0 to {@code stepsPerEpoch() - 1}
   * @return the minibatch's loss; NaN or infinite ends the training
   */
  double step(int epoch, int step);

  /**
   * Judges the present weights on the validation part. Changes no state.
   *
   * @param epoch from 0, the epoch just trained
   * @return lower is better; NaN or infinite ends the training
   */
  double validationLoss(int epoch);

  /**
   * The state that steps change. Asked for once, before the first step.
   *
   * @return live arrays and counters, not copies
   */
  TrainingState state();
}
