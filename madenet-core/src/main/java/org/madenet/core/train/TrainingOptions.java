package org.madenet.core.train;

/**
 * How long to train. A part of what decides the result, so a checkpoint made with other values is
 * refused.
 *
 * @param maxEpochs at most this many epochs, at least 1
 * @param patience epochs without improvement of the validation loss after which training stops; 0
 *     for recipes that hold nothing out: all epochs are trained and the last one's weights stay,
 *     the validation loss is reported and decides nothing
 * @param minDelta an improvement is a validation loss below the best one by more than this; at
 *     least 0
 */
public record TrainingOptions(int maxEpochs, int patience, double minDelta) {

  /** Fewest held-out images with defects whose ranking may say when a training ends. */
  public static final int LEAST_JUDGES = 5;

  /** Checks the ranges. */
  public TrainingOptions {
    if (maxEpochs < 1) {
      throw new IllegalArgumentException("maxEpochs must be at least 1, but is " + maxEpochs);
    }
    if (patience < 0) {
      throw new IllegalArgumentException("patience must be at least 0, but is " + patience);
    }
    if (!(minDelta >= 0) || Double.isInfinite(minDelta)) {
      throw new IllegalArgumentException(
          "minDelta must be finite and at least 0, but is " + minDelta);
    }
  }

  /**
   * The paper's protocol (section 4.1): stop after 10 epochs without improvement.
   *
   * @param maxEpochs at most this many epochs, at least 1
   * @return patience 10, minDelta 0
   */
  public static TrainingOptions epochs(int maxEpochs) {
    return new TrainingOptions(maxEpochs, 10, 0);
  }

  /**
   * With another patience.
   *
   * @param value epochs without improvement; 0 to train all epochs and keep the last
   * @return a copy
   */
  public TrainingOptions withPatience(int value) {
    return new TrainingOptions(maxEpochs, value, minDelta);
  }

  /**
   * Options for a training that is judged by how it ranks held-out defects. Fewer than {@value
   * #LEAST_JUDGES} are soon ranked perfectly by luck, so they do not end it. A patience of {@code
   * maxEpochs} or more ends nothing in any case and stays: the best epoch's weights are kept.
   *
   * @param defects held-out images with defects
   * @return these options, with a patience of 0 if it could end the training and there are too few
   */
  public TrainingOptions judgedBy(int defects) {
    return defects < LEAST_JUDGES && patience < maxEpochs ? withPatience(0) : this;
  }

  /** Whether the validation loss decides when training ends and which weights stay. */
  boolean judged() {
    return patience > 0;
  }
}
