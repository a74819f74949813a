package org.madenet.lpd;

import org.madenet.core.Checks;
import org.madenet.core.train.CosineDecay;
import org.madenet.core.train.MomentumSgd;
import org.madenet.core.train.TrainingOptions;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * How long and how fast CutPaste trains: stochastic gradient descent with momentum, at a rate that
 * falls along one cosine over all steps. There is no early stopping, and the last weights stay.
 *
 * @param learningRate of the first step
 * @param backboneRate the backbone's rate as a share of it: 1 by the publication; less for a
 *     backbone that starts pretrained and without batch normalisation of its own
 * @param momentum in [0,1)
 * @param weightDecay added to the gradients of convolutions and linear layers
 * @param images normal images per step, each of which is seen as every class
 * @param stepsPerEpoch steps between two entries in the record
 * @param epochs how many of these
 */
public record CutPasteTraining(
    double learningRate,
    double backboneRate,
    double momentum,
    double weightDecay,
    int images,
    int stepsPerEpoch,
    int epochs) {

  /** Checks every value. */
  public CutPasteTraining {
    Checks.positive("learningRate", learningRate);
    Checks.notNegative("backboneRate", backboneRate);
    Checks.probability("momentum", momentum);
    if (momentum == 1) {
      throw new IllegalArgumentException("momentum must be below 1");
    }
    Checks.notNegative("weightDecay", weightDecay);
    Checks.positive("images", images);
    Checks.positive("stepsPerEpoch", stepsPerEpoch);
    Checks.positive("epochs", epochs);
  }

  /**
   * The same with another length; the cosine is stretched to it.
   *
   * @param value number of epochs
   * @return new options
   */
  public CutPasteTraining withEpochs(int value) {
    return new CutPasteTraining(
        learningRate, backboneRate, momentum, weightDecay, images, stepsPerEpoch, value);
  }

  TrainingOptions training() {
    return TrainingOptions.epochs(epochs).withPatience(0);
  }

  IUpdater headUpdater() {
    return updater(1);
  }

  IUpdater backboneUpdater() {
    return updater(backboneRate);
  }

  private IUpdater updater(double share) {
    return share == 0
        ? new Sgd(0)
        : new MomentumSgd(
            new CosineDecay(share * learningRate, (long) stepsPerEpoch * epochs), momentum);
  }
}
