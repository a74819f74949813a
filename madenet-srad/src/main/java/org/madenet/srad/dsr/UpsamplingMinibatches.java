package org.madenet.srad.dsr;

import org.madenet.core.train.GraphTrainable.Minibatches;
import org.madenet.data.synthesis.SyntheticBatch;
import org.madenet.data.synthesis.SyntheticBatches;
import org.madenet.srad.SradNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** The third phase's minibatches: what the networks so far make of images with smudges. */
final class UpsamplingMinibatches implements Minibatches, AutoCloseable {

  private final SyntheticBatches batches;
  private final Detection detection;
  private final int steps;

  /** Takes ownership of the batches. */
  UpsamplingMinibatches(SyntheticBatches batches, Detection detection, int steps) {
    this.batches = batches;
    this.detection = detection;
    this.steps = steps;
  }

  @Override
  public int count() {
    return steps;
  }

  @Override
  public MultiDataSet minibatch(int epoch, int index) {
    SyntheticBatch made = batches.batch((long) epoch * steps + index);
    return new MultiDataSet(
        new INDArray[] {detection.run(made.images()).joined()},
        new INDArray[] {SradNetwork.classes(made.masks())});
  }

  @Override
  public void close() {
    batches.close();
  }
}
