package org.madenet.srad.dsr;

import java.util.SplittableRandom;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.NormalImages;
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
  private final RandomStreams orders;
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
    this.orders = streams.forPurpose("order");
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
    long first = ((training ? (long) epoch * steps : 0) + index) * batchSize;
    int size = training ? batchSize : (int) Math.min(batchSize, source.size() - first);
    int[] indices = new int[size];
    SplittableRandom[] randoms = new SplittableRandom[size];
    for (int i = 0; i < size; i++) {
      long pass = (first + i) / source.size();
      int place = (int) ((first + i) % source.size());
      indices[i] = training ? order(pass)[place] : place;
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

  private int[] order(long pass) {
    return orders.permutation(source.size(), pass);
  }
}
