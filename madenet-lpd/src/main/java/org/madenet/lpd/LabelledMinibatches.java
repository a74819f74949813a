package org.madenet.lpd;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.madenet.core.ImageSize;
import org.madenet.core.LabelledBatch;
import org.madenet.core.LabelledImages;
import org.madenet.core.train.GraphTrainable.Minibatches;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Stage two's validation: every image once, as it is. An anomalous image without a marked pixel
 * counts for the image head only.
 */
final class LabelledMinibatches implements Minibatches {

  private final LabelledImages source;
  private final int batchSize;

  LabelledMinibatches(LabelledImages source, int batchSize) {
    this.source = source;
    this.batchSize = batchSize;
    if (source.size() == 0) {
      throw new IllegalArgumentException("fine-tuning needs images for validation");
    }
  }

  @Override
  public int count() {
    return (source.size() + batchSize - 1) / batchSize;
  }

  @Override
  public MultiDataSet minibatch(int epoch, int index) {
    int from = index * batchSize;
    int to = Math.min(source.size(), from + batchSize);
    LabelledBatch batch = source.labelled(IntStream.range(from, to).toArray());
    float[] labels = new float[to - from];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = batch.anomalous()[i] ? 1 : 0;
    }
    return of(
        source.imageSize(),
        batch.inputs().images().dup('c').data().asFloat(),
        labels,
        batch.masks().dup('c').data().asFloat());
  }

  /**
   * A minibatch of images, labels and masks. Where an image is anomalous and nothing is marked, it
   * is not known where: its pixels are left out of the map's loss.
   */
  static MultiDataSet of(ImageSize size, float[] images, float[] labels, float[] masks) {
    float[] known = new float[masks.length];
    int pixels = size.pixels();
    for (int i = 0; i < labels.length; i++) {
      boolean marked = false;
      for (int p = i * pixels; p < (i + 1) * pixels && !marked; p++) {
        marked = masks[p] > 0;
      }
      if (labels[i] == 0 || marked) {
        Arrays.fill(known, i * pixels, (i + 1) * pixels, 1);
      }
    }
    return new MultiDataSet(
        new INDArray[] {array(images, labels.length, 3, size)},
        new INDArray[] {PatchMinibatches.labels(labels), array(masks, labels.length, 1, size)},
        null,
        new INDArray[] {null, array(known, labels.length, 1, size)});
  }

  private static INDArray array(float[] values, int n, int channels, ImageSize size) {
    return Nd4j.create(values, new long[] {n, channels, size.height(), size.width()}, 'c').detach();
  }
}
