package org.madenet.sfad;

import java.util.Arrays;
import org.madenet.core.train.RandomStreams;
import org.madenet.core.train.Trainable;
import org.madenet.core.train.TrainingState;
import org.madenet.sfad.CellLabels.Label;

/**
 * Stage two: cells under real masks are negatives beside the noisy ones. A step takes half a batch,
 * rounded down but at least one, of normal images and as many with defects. An epoch visits every
 * normal image once, and some twice where they do not fill the last step; images with defects come
 * round as often as needed. {@link SupervisedWeights} says what counts how much.
 *
 * <p>Validation: see {@link SupervisedValidation}.
 */
final class SupervisedStage implements Trainable, AutoCloseable {

  private final SfadNetwork network;
  private final CellFeatures train;
  private final CellLabels trainLabels;
  private final SupervisedValidation validation;
  private final RandomStreams streams;
  private final FeatureNoise noise;
  private final SupervisedWeights weights;
  private final HeadOptimizer optimizer;
  private final HeadGradient gradient;
  private final ChannelScaling unscaled;
  private final int[] normalImages;
  private final int[] defectImages;
  private final int half;
  private final int cellsPerImage;
  private final float[] noiseValues;
  private final Label[] drawn;
  private final float[] labels;

  SupervisedStage(
      SfadOptions options,
      SfadNetwork network,
      CellFeatures train,
      CellLabels trainLabels,
      SupervisedValidation validation,
      RandomStreams streams) {
    this.network = network;
    this.train = train;
    this.trainLabels = trainLabels;
    this.validation = validation;
    this.streams = streams;
    this.noise = options.noise();
    this.weights = options.supervisedWeights();
    this.optimizer = new HeadOptimizer(network, options.fineTune());
    this.unscaled = ChannelScaling.identity(train.channels());
    this.normalImages = trainLabels.normal();
    this.defectImages = trainLabels.withDefects();
    this.half = Math.max(1, options.fineTune().batchSize() / 2);
    this.cellsPerImage = options.fineTune().cellsOf(train.cells());
    int cells = 2 * half * cellsPerImage;
    this.gradient =
        new HeadGradient(network, options.loss(), cells, options.fineTune().adaptorLearns());
    this.noiseValues = new float[cells * network.adapted()];
    this.drawn = new Label[cells];
    this.labels = new float[2 * cells];
  }

  @Override
  public int stepsPerEpoch() {
    return (normalImages.length + half - 1) / half;
  }

  @Override
  public double step(int epoch, int step) {
    for (int i = 0; i < half; i++) {
      int position = step * half + i;
      add(2 * i, turn(normalImages, "normal", epoch, position), epoch, step);
      add(2 * i + 1, turn(defectImages, "defect", epoch, position), epoch, step);
    }
    weighCells();
    if (weights.image() > 0) {
      weighImages();
    }
    noise.fill(noiseValues, streams.forPurpose("noise").at(epoch, step));
    double value = gradient.compute(noiseValues, labels);
    optimizer.update(gradient.gradients(), epoch);
    return value;
  }

  /** The image at a position of an epoch that goes round and round in ever new orders. */
  private int turn(int[] images, String purpose, int epoch, int position) {
    int round = position / images.length;
    int[] order = streams.forPurpose(purpose).permutation(images.length, epoch, round);
    return images[order[position % images.length]];
  }

  private void add(int slot, int image, int epoch, int step) {
    int[] cells = train.draw(cellsPerImage, streams.forPurpose("cells").at(epoch, step, slot));
    int row = slot * cellsPerImage;
    train.copy(image, cells, cellsPerImage, gradient.features(), row);
    for (int i = 0; i < cellsPerImage; i++) {
      drawn[row + i] = trainLabels.at(image, cells[i]);
    }
  }

  /** Normal cells, their noisy twins and defect cells, as one mean. */
  private void weighCells() {
    int cells = drawn.length;
    int decided = 0;
    for (Label label : drawn) {
      decided += label == Label.UNDECIDED ? 0 : 1;
    }
    float unit = 1f / Math.max(1, decided);
    Arrays.fill(labels, 0);
    for (int i = 0; i < cells; i++) {
      if (drawn[i] == Label.NORMAL) {
        labels[i] = unit;
        labels[cells + i] = -unit * (float) weights.noise();
      } else if (drawn[i] == Label.DEFECT) {
        labels[i] = -unit * (float) weights.defect();
      }
    }
  }

  /** Adds the cells that decide the images' maxima, as the network stands. */
  private void weighImages() {
    float[] outputs = SfadHead.of(network, unscaled).apply(gradient.features(), drawn.length);
    float normal = (float) (weights.image() / half / weights.hardest());
    float defect = (float) (weights.image() / half);
    for (int slot = 0; slot < 2 * half; slot++) {
      boolean anomalous = slot % 2 == 1;
      Label wanted = anomalous ? Label.DEFECT : Label.NORMAL;
      for (int k = 0; k < (anomalous ? 1 : weights.hardest()); k++) {
        int cell = lowest(outputs, slot * cellsPerImage, wanted);
        if (cell >= 0) {
          labels[cell] += anomalous ? -defect : normal;
          outputs[cell] = Float.POSITIVE_INFINITY;
        }
      }
    }
  }

  /** The cell of an image with the lowest output, so the highest score, among those of a label. */
  private int lowest(float[] outputs, int start, Label wanted) {
    int lowest = -1;
    for (int i = start; i < start + cellsPerImage; i++) {
      if (drawn[i] == wanted
          && outputs[i] < (lowest < 0 ? Float.POSITIVE_INFINITY : outputs[lowest])) {
        lowest = i;
      }
    }
    return lowest;
  }

  @Override
  public double validationLoss(int epoch) {
    return validation.loss(network);
  }

  @Override
  public TrainingState state() {
    return optimizer.state();
  }

  @Override
  public void close() {
    gradient.close();
  }
}
