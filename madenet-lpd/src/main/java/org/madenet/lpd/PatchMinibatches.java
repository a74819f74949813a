package org.madenet.lpd;

import org.madenet.core.train.GraphTrainable.Minibatches;
import org.madenet.data.synthesis.AnomalyKind;
import org.madenet.data.synthesis.SyntheticBatch;
import org.madenet.data.synthesis.SyntheticBatches;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Stage one's minibatches: normal images and images with a patch, whether they have one, and where.
 * An epoch is a number of steps, not a pass over the images: passes follow one another without
 * regard to it.
 */
final class PatchMinibatches implements Minibatches, AutoCloseable {

  private final SyntheticBatches batches;
  private final int steps;

  /** Takes ownership of the batches. */
  PatchMinibatches(SyntheticBatches batches, int steps) {
    this.batches = batches;
    this.steps = steps;
  }

  @Override
  public int count() {
    return steps;
  }

  @Override
  public MultiDataSet minibatch(int epoch, int index) {
    SyntheticBatch batch = batches.batch((long) epoch * steps + index);
    float[] labels = new float[batch.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = batch.kinds().get(i) == AnomalyKind.CLEAN ? 0 : 1;
    }
    return new MultiDataSet(
        new INDArray[] {batch.images()}, new INDArray[] {labels(labels), batch.masks()});
  }

  /** One label per image as an array [N,1,1,1]. */
  static INDArray labels(float[] labels) {
    return Nd4j.create(labels, new long[] {labels.length, 1, 1, 1}, 'c').detach();
  }

  @Override
  public void close() {
    batches.close();
  }
}
