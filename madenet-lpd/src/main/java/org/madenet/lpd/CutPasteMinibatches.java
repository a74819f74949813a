package org.madenet.lpd;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.madenet.core.ImageSize;
import org.madenet.core.NormalImages;
import org.madenet.core.train.GraphTrainable.Minibatches;
import org.madenet.core.train.PassOrder;
import org.madenet.core.train.RandomStreams;
import org.madenet.data.synthesis.CutPaste;
import org.madenet.data.synthesis.ForegroundMask;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * CutPaste's minibatches: every image as every class, the normal ones first, then those of each
 * other class in the same order. So classes are equally frequent in each step, as in the
 * publication's loss. At the level of patches each image gives one patch, cut at a random place.
 *
 * <p>An epoch is a number of steps, not a pass over the images: passes follow one another without
 * regard to it. Everything random follows from seed, epoch, step and place. For use by one thread
 * at a time.
 */
final class CutPasteMinibatches implements Minibatches {

  private final NormalImages source;
  private final CutPasteOptions options;
  private final RandomStreams streams;
  private final boolean shuffled;
  private final int steps;
  private final ImageSize view;
  private final ForegroundMask whole;
  private final CutPaste rectangles;
  private final CutPaste scars;
  private final PassOrder order;

  private CutPasteMinibatches(
      NormalImages source,
      CutPasteOptions options,
      RandomStreams streams,
      boolean shuffled,
      int steps) {
    this.source = source;
    this.options = options;
    this.streams = streams;
    this.shuffled = shuffled;
    this.steps = steps;
    this.view = options.viewSize();
    this.whole = ForegroundMask.whole(view);
    this.rectangles = CutPaste.patches(options.rectangles());
    this.scars = CutPaste.scars(options.scars());
    this.order =
        new PassOrder(source.size(), options.training().images(), streams.forPurpose("order"));
  }

  /** Shuffled anew in every pass, and always full. */
  static CutPasteMinibatches training(
      NormalImages source, CutPasteOptions options, RandomStreams streams) {
    return new CutPasteMinibatches(
        source, options, streams, true, options.training().stepsPerEpoch());
  }

  /** Each image once, in order. */
  static CutPasteMinibatches validation(
      NormalImages source, CutPasteOptions options, RandomStreams streams) {
    int images = options.training().images();
    return new CutPasteMinibatches(
        source, options, streams, false, (source.size() + images - 1) / images);
  }

  /** A digest of how images are changed. */
  String fingerprint() {
    return rectangles.fingerprint() + scars.fingerprint();
  }

  @Override
  public int count() {
    return steps;
  }

  @Override
  public MultiDataSet minibatch(int epoch, int index) {
    int[] indices = indices((long) epoch * steps + index, index);
    float[] images = source.images(indices).images().dup('c').data().asFloat();
    int classes = options.variant().classes();
    int views = classes * indices.length;
    float[] pixels = new float[Math.multiplyExact(views, 3 * view.pixels())];
    float[] masks = new float[views * view.pixels()];
    float[] labels = new float[views * classes];
    for (int i = 0; i < indices.length; i++) {
      SplittableRandom random = streams.at(epoch, index, i);
      int normal = 3 * i * view.pixels();
      putNormal(images, i, random, pixels, normal);
      labels[classes * i] = 1;
      for (int kind = 1; kind < classes; kind++) {
        int at = kind * indices.length + i;
        synthesizer(kind, random)
            .synthesize(pixels, normal, view, whole, random, pixels, masks, at);
        labels[classes * at + kind] = 1;
      }
    }
    long side = view.height();
    return new MultiDataSet(
        Nd4j.create(pixels, new long[] {views, 3, side, side}, 'c').detach(),
        Nd4j.create(labels, new long[] {views, classes, 1, 1}, 'c').detach());
  }

  private int[] indices(long number, int index) {
    int images = options.training().images();
    if (!shuffled) {
      int from = index * images;
      return IntStream.range(from, Math.min(source.size(), from + images)).toArray();
    }
    return order.at(number);
  }

  /** The normal image, or a patch of it. */
  private void putNormal(float[] images, int i, SplittableRandom random, float[] pixels, int to) {
    ImageSize size = source.imageSize();
    int from = 3 * i * size.pixels();
    if (options.level() == CutPasteLevel.IMAGES) {
      System.arraycopy(images, from, pixels, to, 3 * size.pixels());
    } else {
      int top = random.nextInt(size.height() - view.height() + 1);
      int left = random.nextInt(size.width() - view.width() + 1);
      options.patches().copy(images, from, size, top, left, pixels, to);
    }
    options.augmentation().apply(random, pixels, to, view.pixels());
  }

  /** What makes a class other than the first of a normal image. */
  private CutPaste synthesizer(int kind, SplittableRandom random) {
    return switch (options.variant()) {
      case BINARY -> rectangles;
      case SCAR -> scars;
      case UNION -> random.nextBoolean() ? rectangles : scars;
      case THREE_WAY -> kind == 1 ? rectangles : scars;
    };
  }
}
