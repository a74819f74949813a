package org.madenet.srad;

import java.util.Arrays;
import org.madenet.core.LabelledBatch;
import org.madenet.core.LabelledImages;
import org.madenet.core.train.GraphTrainable.Minibatches;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** Stage two's validation: every usable image once, as it is. */
final class LabelledMinibatches implements Minibatches {

  private final LabelledImages source;
  private final int[] usable;
  private final int batchSize;

  LabelledMinibatches(LabelledImages source, int batchSize) {
    this.source = source;
    this.usable = DefectMinibatches.usable(source);
    this.batchSize = batchSize;
    if (usable.length == 0) {
      throw new IllegalArgumentException(
          "fine-tuning needs a validation part with normal images or marked defects");
    }
  }

  @Override
  public int count() {
    return (usable.length + batchSize - 1) / batchSize;
  }

  @Override
  public MultiDataSet minibatch(int epoch, int index) {
    int from = index * batchSize;
    LabelledBatch batch =
        source.labelled(
            Arrays.copyOfRange(usable, from, Math.min(usable.length, from + batchSize)));
    INDArray images = batch.inputs().images();
    return new MultiDataSet(
        new INDArray[] {images},
        new INDArray[] {images, SradNetwork.classes(batch.masks())},
        null,
        new INDArray[] {batch.masks().rsub(1), null});
  }
}
