package org.madenet.core.train;

import org.madenet.core.Checks;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * How long and how fast one of the two stages trains.
 *
 * @param learningRate Adam's at the start
 * @param decayPower p of the schedule {@code learningRate (1 - epoch / maxEpochs)^p}; 0 keeps the
 *     rate
 * @param batchSize images per step
 * @param stepsPerEpoch steps between two looks at the validation part; 0 for as many as the
 *     training images fill minibatches, rounded up. In stage one these visit every image about
 *     once: what is left of the last minibatch begins the next pass over the images, and trainings
 *     that make synthetic anomalies ahead leave out of each pass what fills no minibatch. In stage
 *     two half of each minibatch are defects ({@link BalancedOrder}), however few there are: an
 *     epoch draws half as many normal images as there are images of both kinds, so that with few
 *     defects it sees about half of the normal ones and each defect several times
 * @param maxVisits how often, in the mean, an epoch of {@code stepsPerEpoch} visits an image at
 *     most, but for the rounding up to whole minibatches, so that few images have shorter epochs
 *     and one network for each of many categories costs little more than one for all; 0 for no such
 *     limit, as in files from before there was one, where it is absent
 * @param maxEpochs at most this many epochs
 * @param patience epochs without improvement after which training stops; 0 trains all epochs and
 *     keeps the last one's weights
 */
public record StageOptions(
    double learningRate,
    double decayPower,
    int batchSize,
    int stepsPerEpoch,
    Integer maxVisits,
    int maxEpochs,
    int patience) {

  /** Checks every value. */
  public StageOptions {
    maxVisits = maxVisits == null ? Integer.valueOf(0) : maxVisits;
    Checks.positive("learningRate", learningRate);
    Checks.notNegative("decayPower", decayPower);
    Checks.positive("batchSize", batchSize);
    Checks.notNegative("stepsPerEpoch", stepsPerEpoch);
    Checks.notNegative("maxVisits", maxVisits);
    Checks.positive("maxEpochs", maxEpochs);
    Checks.notNegative("patience", patience);
  }

  /**
   * A stage whose epochs are as long for few images as for many.
   *
   * @param learningRate Adam's at the start
   * @param decayPower of the rate's schedule
   * @param batchSize images per step
   * @param stepsPerEpoch steps of an epoch; 0 for as many as the images fill minibatches
   * @param maxEpochs at most this many epochs
   * @param patience epochs without improvement after which training stops
   */
  public StageOptions(
      double learningRate,
      double decayPower,
      int batchSize,
      int stepsPerEpoch,
      int maxEpochs,
      int patience) {
    this(learningRate, decayPower, batchSize, stepsPerEpoch, 0, maxEpochs, patience);
  }

  /**
   * The same with shorter epochs where there are few images.
   *
   * @param visits of an image in an epoch, at most, in the mean; 0 for no limit
   * @return new options
   */
  public StageOptions withMaxVisits(int visits) {
    return new StageOptions(
        learningRate, decayPower, batchSize, stepsPerEpoch, visits, maxEpochs, patience);
  }

  /**
   * The same with another length.
   *
   * @param epochs at most this many
   * @return new options
   */
  public StageOptions withMaxEpochs(int epochs) {
    return new StageOptions(
        learningRate, decayPower, batchSize, stepsPerEpoch, maxVisits, epochs, patience);
  }

  /**
   * When the stage ends.
   *
   * @return options of the training loop
   */
  public TrainingOptions training() {
    return TrainingOptions.epochs(maxEpochs).withPatience(patience);
  }

  /**
   * When a stage ends that is judged by how it ranks held-out defects: too few of them do not end
   * it, see {@link TrainingOptions#judgedBy}.
   *
   * @param heldOutDefects images that judge
   * @return options of the training loop
   */
  public TrainingOptions training(int heldOutDefects) {
    return training().judgedBy(heldOutDefects);
  }

  /**
   * The updater that the stage trains with.
   *
   * @return Adam, at a rate that falls where a decay is asked for
   */
  public IUpdater updater() {
    return updater(1);
  }

  /**
   * The same at a share of the rate, for parts of a network that know something already.
   *
   * @param share factor of the learning rate, at least 0
   * @return Adam, or for 0 nothing that changes weights
   */
  public IUpdater updater(double share) {
    Checks.notNegative("share", share);
    if (share == 0) {
      // Not NoOp: with it Deeplearning4j subtracts the gradient as it is.
      return new Sgd(0);
    }
    double rate = share * learningRate;
    return decayPower == 0
        ? new Adam(rate)
        : new Adam(new PolynomialDecay(rate, decayPower, maxEpochs));
  }

  /**
   * How many steps an epoch has.
   *
   * @param images size of the training part, of both kinds in stage two
   * @return as many minibatches as the images fill, rounded up, or {@link #stepsPerEpoch}, or fewer
   *     where as many, rounded up, make {@link #maxVisits} of each image
   */
  public int steps(int images) {
    if (stepsPerEpoch == 0) {
      return (int) minibatches(images);
    }
    return maxVisits == 0
        ? stepsPerEpoch
        : (int) Math.min(stepsPerEpoch, minibatches((long) maxVisits * images));
  }

  private long minibatches(long images) {
    return (images + batchSize - 1) / batchSize;
  }
}
