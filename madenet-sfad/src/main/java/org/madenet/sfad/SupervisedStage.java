package org.madenet.sfad;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.madenet.core.train.RandomStreams;
import org.madenet.core.train.Trainable;
import org.madenet.core.train.TrainingState;
import org.madenet.sfad.CellLabels.Label;

/**
 * Stage two: cells under real masks are negatives beside the noisy ones. A step takes as many
 * images with defects as normal ones, and up to half of the cells drawn from an image with defects
 * are defect cells; each kind of cell is then averaged by itself, so that defects count although
 * they are rare. An epoch visits every normal image once; images with defects come round as often
 * as needed.
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
  private final float defectWeight;
  private final HeadOptimizer optimizer;
  private final HeadGradient gradient;
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
    this.defectWeight = (float) options.realDefectWeight();
    this.optimizer = new HeadOptimizer(network, options.fineTune());
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
    weigh();
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
    SplittableRandom random = streams.forPurpose("cells").at(epoch, step, slot);
    int[] order = train.draw(train.cells(), random);
    int[] cells = choose(order, image);
    int row = slot * cellsPerImage;
    train.copy(image, cells, cellsPerImage, gradient.features(), row);
    for (int i = 0; i < cellsPerImage; i++) {
      drawn[row + i] = trainLabels.at(image, cells[i]);
    }
  }

  /** Of cells in random order: defects for up to half of the places, then normal, then the rest. */
  private int[] choose(int[] order, int image) {
    int[] chosen = new int[cellsPerImage];
    boolean[] taken = new boolean[order.length];
    int count = take(order, image, Label.DEFECT, chosen, 0, (cellsPerImage + 1) / 2, taken);
    count = take(order, image, Label.NORMAL, chosen, count, cellsPerImage, taken);
    count = take(order, image, Label.DEFECT, chosen, count, cellsPerImage, taken);
    take(order, image, Label.UNDECIDED, chosen, count, cellsPerImage, taken);
    return chosen;
  }

  private int take(
      int[] order, int image, Label label, int[] chosen, int from, int to, boolean[] taken) {
    int count = from;
    for (int i = 0; i < order.length && count < to; i++) {
      if (!taken[i] && trainLabels.at(image, order[i]) == label) {
        taken[i] = true;
        chosen[count++] = order[i];
      }
    }
    return count;
  }

  /** Normal cells, their noisy twins and defect cells, each averaged. */
  private void weigh() {
    int cells = drawn.length;
    float normal = 1f / Math.max(1, count(Label.NORMAL));
    float defect = defectWeight / Math.max(1, count(Label.DEFECT));
    Arrays.fill(labels, 0);
    for (int i = 0; i < cells; i++) {
      if (drawn[i] == Label.NORMAL) {
        labels[i] = normal;
        labels[cells + i] = -normal;
      } else if (drawn[i] == Label.DEFECT) {
        labels[i] = -defect;
      }
    }
  }

  private int count(Label label) {
    int count = 0;
    for (Label one : drawn) {
      count += one == label ? 1 : 0;
    }
    return count;
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
