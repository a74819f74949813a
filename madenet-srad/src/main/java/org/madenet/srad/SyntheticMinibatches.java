package org.madenet.srad;

import org.madenet.core.train.GraphTrainable.Minibatches;
import org.madenet.data.synthesis.SyntheticBatch;
import org.madenet.data.synthesis.SyntheticBatches;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Stage one's minibatches: images with synthetic anomalies, the originals to be reconstructed, and
 * the masks. An epoch is a number of steps, not a pass over the images: passes follow one another
 * without regard to it.
 */
final class SyntheticMinibatches implements Minibatches, AutoCloseable {

  private final SyntheticBatches batches;
  private final int steps;

  /** Takes ownership of the batches. */
  SyntheticMinibatches(SyntheticBatches batches, int steps) {
    this.batches = batches;
    this.steps = steps;
  }

  @Override
  public int count() {
    return steps;
  }

  @Override
  public MultiDataSet minibatch(int epoch, int index) {
    long batch = (long) epoch * steps + index;
    int pass = Math.toIntExact(batch / batches.count());
    return of(batches.batch(pass, (int) (batch % batches.count())));
  }

  private static MultiDataSet of(SyntheticBatch batch) {
    return new MultiDataSet(
        new INDArray[] {batch.images()},
        new INDArray[] {batch.originals(), SradNetwork.classes(batch.masks())});
  }

  @Override
  public void close() {
    batches.close();
  }
}
