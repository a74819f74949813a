package org.madenet.lpd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.madenet.core.ImageSize;
import org.madenet.core.LabelledBatch;
import org.madenet.core.LabelledImages;
import org.madenet.core.train.GraphTrainable.Minibatches;
import org.madenet.core.train.RandomStreams;
import org.madenet.data.synthesis.NormalAugmentation;
import org.madenet.data.synthesis.PatchDistortion;
import org.madenet.data.synthesis.PatchSample;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Stage two's minibatches: as many images with real defects as normal ones, some of which get a
 * patch. Made when they are asked for.
 */
final class DefectMinibatches implements Minibatches {

  private final LabelledImages source;
  private final LpdOptions options;
  private final PatchDistortion distortion;
  private final int steps;
  private final int[] normal;
  private final int[] defects;
  private final int normalPerBatch;
  private final int defectsPerBatch;
  private final RandomStreams orders;
  private final RandomStreams samples;

  /**
   * Minibatches.
   *
   * @throws IllegalArgumentException if there is no normal image, or no anomalous one
   */
  DefectMinibatches(LabelledImages source, LpdOptions options, RandomStreams streams) {
    this.source = source;
    this.options = options;
    this.distortion = new PatchDistortion(options.patches());
    this.normal = IntStream.range(0, source.size()).filter(i -> !source.anomalous(i)).toArray();
    this.defects = IntStream.range(0, source.size()).filter(source::anomalous).toArray();
    if (normal.length == 0 || defects.length == 0) {
      throw new IllegalArgumentException(
          "fine-tuning needs normal images and defects; the training part has %d and %d"
              .formatted(normal.length, defects.length));
    }
    StageOptions stage = options.fineTune();
    this.steps = stage.steps(source.size());
    this.defectsPerBatch = Math.max(1, stage.batchSize() / 2);
    this.normalPerBatch = Math.max(1, stage.batchSize() - defectsPerBatch);
    this.orders = streams.forPurpose("order");
    this.samples = streams.forPurpose("samples");
  }

  @Override
  public int count() {
    return steps;
  }

  @Override
  public MultiDataSet minibatch(int epoch, int index) {
    long batch = (long) epoch * steps + index;
    List<Integer> chosen = new ArrayList<>();
    draw(defects, 0, batch * defectsPerBatch, defectsPerBatch, chosen);
    draw(normal, 1, batch * normalPerBatch, normalPerBatch, chosen);
    LabelledBatch loaded = source.labelled(chosen.stream().mapToInt(Integer::intValue).toArray());
    ImageSize size = source.imageSize();
    int pixels = size.pixels();
    float[] images = loaded.inputs().images().dup('c').data().asFloat();
    float[] masks = loaded.masks().dup('c').data().asFloat();
    float[] labels = new float[chosen.size()];
    NormalAugmentation augmentation = options.augmentation();
    for (int i = 0; i < labels.length; i++) {
      SplittableRandom random = samples.at(batch, i);
      labels[i] = loaded.anomalous()[i] ? 1 : 0;
      augmentation.apply(random, size, images, 3 * i * pixels, masks, i * pixels);
      if (labels[i] == 0 && random.nextDouble() < options.syntheticShare()) {
        float[] image = Arrays.copyOfRange(images, 3 * i * pixels, 3 * (i + 1) * pixels);
        PatchSample sample = distortion.distort(image, size, random);
        System.arraycopy(sample.image(), 0, images, 3 * i * pixels, 3 * pixels);
        System.arraycopy(sample.mask(), 0, masks, i * pixels, pixels);
        labels[i] = sample.perceptibility().isPresent() ? 1 : 0;
      }
    }
    return LabelledMinibatches.of(size, images, labels, masks);
  }

  /** Goes through the images in passes of random order, wherever a minibatch begins. */
  private void draw(int[] from, int kind, long first, int count, List<Integer> into) {
    for (long position = first; position < first + count; position++) {
      int[] order = orders.permutation(from.length, kind, position / from.length);
      into.add(from[order[(int) (position % from.length)]]);
    }
  }
}
