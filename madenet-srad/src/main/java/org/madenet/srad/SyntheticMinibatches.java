package org.madenet.srad;

import org.madenet.core.ImageSize;
import org.madenet.core.nn.loss.PixelWeights;
import org.madenet.core.train.GraphTrainable.Minibatches;
import org.madenet.data.synthesis.SyntheticBatch;
import org.madenet.data.synthesis.SyntheticBatches;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Stage one's minibatches: images with synthetic anomalies, the originals to be reconstructed, and
 * the masks. An epoch is a number of steps, not a pass over the images: passes follow one another
 * without regard to it.
 */
final class SyntheticMinibatches implements Minibatches, AutoCloseable {

  private final SyntheticBatches batches;
  private final int steps;
  private final double balancedArea;

  /** Takes ownership of the batches. */
  SyntheticMinibatches(SyntheticBatches batches, int steps, SradLossOptions loss) {
    this.batches = batches;
    this.steps = steps;
    this.balancedArea = loss.balancedArea();
  }

  @Override
  public int count() {
    return steps;
  }

  @Override
  public MultiDataSet minibatch(int epoch, int index) {
    return of(batches.batch((long) epoch * steps + index));
  }

  private MultiDataSet of(SyntheticBatch batch) {
    INDArray masks = batch.masks();
    ImageSize size = new ImageSize((int) masks.size(2), (int) masks.size(3));
    float[] weights = PixelWeights.balanced(masks.dup('c').data().asFloat(), size, balancedArea);
    return new MultiDataSet(
        new INDArray[] {batch.images()},
        new INDArray[] {batch.originals(), SradNetwork.classes(batch.masks())},
        null,
        new INDArray[] {null, Nd4j.create(weights, masks.shape(), 'c').detach()});
  }

  @Override
  public void close() {
    batches.close();
  }
}
