package org.madenet.srad.dsr;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.NormalImages;
import org.madenet.core.train.PassOrder;
import org.madenet.core.train.RandomStreams;
import org.madenet.data.synthesis.NormalAugmentation;

/**
 * Normal images batch by batch, each pass over them in an order of its own, augmented. An epoch is
 * a number of steps: passes follow one another without regard to it. What a batch holds follows
 * from the seed and its place alone.
 */
final class NormalSamples {

  private final NormalImages source;
  private final NormalAugmentation augmentation;
  private final int batchSize;
  private final int steps;
  private final boolean training;
  private final PassOrder order;
  private final RandomStreams samples;

  /**
   * A batch.
   *
   * @param images [N,3,H,W], row-major
   * @param randoms a generator for whatever else is drawn, for each image
   */
  record Drawn(float[] images, SplittableRandom[] randoms) {

    int size() {
      return randoms.length;
    }
  }

  private NormalSamples(
      NormalImages source,
      NormalAugmentation augmentation,
      int batchSize,
      int steps,
      boolean training,
      RandomStreams streams) {
    this.source = source;
    this.augmentation = augmentation;
    this.batchSize = batchSize;
    this.steps = steps;
    this.training = training;
    this.order = new PassOrder(source.size(), batchSize, streams.forPurpose("order"));
    this.samples = streams.forPurpose("samples");
  }

  /** Full batches for training; a source of fewer images is gone through more than once. */
  static NormalSamples training(
      NormalImages source,
      NormalAugmentation augmentation,
      int batchSize,
      int steps,
      RandomStreams streams) {
    return new NormalSamples(source, augmentation, batchSize, steps, true, streams);
  }

  /** Every image once, as it is, and the same in every epoch. */
  static NormalSamples validation(NormalImages source, int batchSize, RandomStreams streams) {
    int steps = (source.size() + batchSize - 1) / batchSize;
    return new NormalSamples(source, NormalAugmentation.NONE, batchSize, steps, false, streams);
  }

  /** Batches of an epoch. */
  int count() {
    return steps;
  }

  ImageSize imageSize() {
    return source.imageSize();
  }

  Drawn draw(int epoch, int index) {
    long number = training ? (long) epoch * steps + index : index;
    int[] indices = training ? order.at(number) : inOrder(index);
    int size = indices.length;
    SplittableRandom[] randoms = new SplittableRandom[size];
    for (int i = 0; i < size; i++) {
      long pass = (number * batchSize + i) / source.size();
      randoms[i] = samples.at(pass, indices[i]);
    }
    ImageBatch batch = source.images(indices);
    float[] images = batch.images().dup('c').data().asFloat();
    int pixels = imageSize().pixels();
    float[] noMask = new float[pixels];
    for (int i = 0; i < size; i++) {
      augmentation.apply(randoms[i], imageSize(), images, 3 * i * pixels, noMask, 0);
    }
    return new Drawn(images, randoms);
  }

  private int[] inOrder(int index) {
    int from = index * batchSize;
    return IntStream.range(from, Math.min(source.size(), from + batchSize)).toArray();
  }
}
