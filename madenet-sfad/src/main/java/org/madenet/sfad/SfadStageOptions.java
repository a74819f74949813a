package org.madenet.sfad;

import org.madenet.core.Checks;
import org.madenet.core.train.TrainingOptions;

/**
 * How long and how fast one of the two stages trains.
 *
 * @param adaptorLearningRate of the adaptor's Adam; 0 leaves the adaptor as it is
 * @param discriminatorLearningRate of the discriminator's Adam
 * @param adaptorWeightDecay decoupled from the gradient (AdamW)
 * @param discriminatorWeightDecay added to the gradient (Adam's own)
 * @param batchSize images per step: in stage one at most as many as there are, in stage two half of
 *     them, rounded down but at least one, of each kind
 * @param cellsPerImage cells drawn anew from each image in each step; 0 takes all. Neighbouring
 *     cells are alike, so a part of them trains nearly as well in a fraction of the time
 * @param maxEpochs passes over the training images, at most; in stage two over the normal ones
 * @param patience epochs without improvement after which training stops; 0 trains all epochs and
 *     keeps the last one's weights. Above 0, an epoch of stage one has ten steps at least, so that
 *     there is something to judge: few images are visited several times in it
 */
public record SfadStageOptions(
    double adaptorLearningRate,
    double discriminatorLearningRate,
    double adaptorWeightDecay,
    double discriminatorWeightDecay,
    int batchSize,
    int cellsPerImage,
    int maxEpochs,
    int patience) {

  /** Checks every value. */
  public SfadStageOptions {
    Checks.notNegative("adaptorLearningRate", adaptorLearningRate);
    Checks.positive("discriminatorLearningRate", discriminatorLearningRate);
    Checks.notNegative("adaptorWeightDecay", adaptorWeightDecay);
    Checks.notNegative("discriminatorWeightDecay", discriminatorWeightDecay);
    Checks.positive("batchSize", batchSize);
    Checks.notNegative("cellsPerImage", cellsPerImage);
    Checks.positive("maxEpochs", maxEpochs);
    Checks.notNegative("patience", patience);
  }

  /**
   * The same with another length.
   *
   * @param epochs passes over the training images, at most
   * @return new options
   */
  public SfadStageOptions withMaxEpochs(int epochs) {
    return new SfadStageOptions(
        adaptorLearningRate,
        discriminatorLearningRate,
        adaptorWeightDecay,
        discriminatorWeightDecay,
        batchSize,
        cellsPerImage,
        epochs,
        patience);
  }

  /**
   * The same with another patience.
   *
   * @param epochs without improvement; 0 to train all epochs and keep the last
   * @return new options
   */
  public SfadStageOptions withPatience(int epochs) {
    return new SfadStageOptions(
        adaptorLearningRate,
        discriminatorLearningRate,
        adaptorWeightDecay,
        discriminatorWeightDecay,
        batchSize,
        cellsPerImage,
        maxEpochs,
        epochs);
  }

  /** How many cells of an image are drawn, of those it has. */
  int cellsOf(int available) {
    return cellsPerImage == 0 ? available : Math.min(cellsPerImage, available);
  }

  boolean adaptorLearns() {
    return adaptorLearningRate > 0;
  }

  TrainingOptions training() {
    return TrainingOptions.epochs(maxEpochs).withPatience(patience);
  }
}
