package org.madenet.sfad;

import org.madenet.core.train.RandomStreams;
import org.madenet.core.train.Trainable;
import org.madenet.core.train.TrainingState;

/**
 * Stage one: normal cells against their noisy twins, equations (10) to (12). Each epoch visits the
 * images in a new order; a rest that does not fill a batch is left out, another one every epoch.
 * Few images are visited again and again until the epoch has {@link #LEAST_STEPS} steps, so that
 * the usual number of epochs trains the network. With a patience of 0 in the options an epoch is
 * one pass, as in SimpleNet.
 *
 * <p>Validation: the same loss on held-out normal images with the network in inference mode, with
 * cells and noise that are drawn once and stay the same, so that epochs differ only by the network.
 */
final class UnsupervisedStage implements Trainable, AutoCloseable {

  /** Fewest steps of an epoch. */
  static final int LEAST_STEPS = 10;

  private final SfadNetwork network;
  private final SfadStageOptions stage;
  private final CellFeatures train;
  private final CellFeatures validation;
  private final RandomStreams streams;
  private final SfadLoss loss;
  private final FeatureNoise noise;
  private final HeadOptimizer optimizer;
  private final HeadGradient gradient;
  private final int batch;
  private final int cellsPerImage;
  private final float[] noiseValues;
  private final float[] labels;

  UnsupervisedStage(
      SfadOptions options,
      SfadNetwork network,
      CellFeatures train,
      CellFeatures validation,
      RandomStreams streams) {
    this.network = network;
    this.stage = options.fit();
    this.train = train;
    this.validation = validation;
    this.streams = streams;
    this.loss = options.loss();
    this.noise = options.noise();
    this.optimizer = new HeadOptimizer(network, stage);
    this.batch = Math.min(stage.batchSize(), train.images());
    this.cellsPerImage = stage.cellsOf(train.cells());
    int cells = batch * cellsPerImage;
    this.gradient = new HeadGradient(network, loss, cells, stage.adaptorLearns());
    this.noiseValues = new float[cells * network.adapted()];
    this.labels = labels(cells);
  }

  /** Normal cells and noisy ones, each averaged: equation (12) over the batch. */
  private static float[] labels(int cells) {
    float[] labels = new float[2 * cells];
    for (int i = 0; i < cells; i++) {
      labels[i] = 1f / cells;
      labels[cells + i] = -1f / cells;
    }
    return labels;
  }

  @Override
  public int stepsPerEpoch() {
    return stage.patience() == 0 ? stepsPerRound() : Math.max(LEAST_STEPS, stepsPerRound());
  }

  /** Steps that visit every image once, but for the rest. */
  private int stepsPerRound() {
    return train.images() / batch;
  }

  @Override
  public double step(int epoch, int step) {
    int round = step / stepsPerRound();
    RandomStreams orders = streams.forPurpose("order");
    int[] order =
        round == 0
            ? orders.permutation(train.images(), epoch)
            : orders.permutation(train.images(), epoch, round);
    for (int i = 0; i < batch; i++) {
      int[] cells = train.draw(cellsPerImage, streams.forPurpose("cells").at(epoch, step, i));
      int image = order[step % stepsPerRound() * batch + i];
      train.copy(image, cells, cellsPerImage, gradient.features(), i * cellsPerImage);
    }
    noise.fill(noiseValues, streams.forPurpose("noise").at(epoch, step));
    double value = gradient.compute(noiseValues, labels);
    optimizer.update(gradient.gradients(), epoch);
    return value;
  }

  @Override
  public double validationLoss(int epoch) {
    double sum = 0;
    RandomStreams fixed = streams.forPurpose("validation");
    float[] held = new float[cellsPerImage * network.adapted()];
    float[] weights = labels(cellsPerImage);
    try (HeadEvaluation evaluation = new HeadEvaluation(network, cellsPerImage)) {
      for (int image = 0; image < validation.images(); image++) {
        int[] cells = validation.draw(cellsPerImage, fixed.forPurpose("cells").at(image));
        validation.copy(image, cells, cellsPerImage, evaluation.features(), 0);
        noise.fill(held, fixed.forPurpose("noise").at(image));
        float[] normal = evaluation.outputs();
        float[] noisy = evaluation.noisyOutputs(held);
        for (int i = 0; i < cellsPerImage; i++) {
          sum += loss.of(normal[i], weights[i]) + loss.of(noisy[i], weights[cellsPerImage + i]);
        }
      }
    }
    return sum / validation.images();
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
