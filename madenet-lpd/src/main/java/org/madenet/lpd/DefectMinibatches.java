package org.madenet.lpd;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.madenet.core.ImageSize;
import org.madenet.core.LabelledBatch;
import org.madenet.core.LabelledImages;
import org.madenet.core.image.ImageArrays;
import org.madenet.core.nn.loss.PixelWeights;
import org.madenet.core.train.BalancedOrder;
import org.madenet.core.train.GraphTrainable.Minibatches;
import org.madenet.core.train.RandomStreams;
import org.madenet.core.train.StageOptions;
import org.madenet.data.synthesis.NormalAugmentation;
import org.madenet.data.synthesis.PatchDistortion;
import org.madenet.data.synthesis.PatchSample;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Stage two's minibatches: as many images with real defects as normal ones, some of which get a
 * patch.
 */
final class DefectMinibatches implements Minibatches {

  private final LabelledImages source;
  private final LpdOptions options;
  private final PatchDistortion distortion;
  private final int steps;
  private final BalancedOrder order;
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
    StageOptions stage = options.fineTune();
    this.order =
        new BalancedOrder(source, i -> true, stage.batchSize(), streams.forPurpose("order"));
    this.steps = stage.steps(order.images());
    this.samples = streams.forPurpose("samples");
  }

  @Override
  public int count() {
    return steps;
  }

  @Override
  public MultiDataSet minibatch(int epoch, int index) {
    long batch = (long) epoch * steps + index;
    LabelledBatch loaded = source.labelled(order.at(batch));
    ImageSize size = source.imageSize();
    int pixels = size.pixels();
    float[] images = loaded.inputs().images().dup('c').data().asFloat();
    float[] masks = loaded.masks().dup('c').data().asFloat();
    float[] labels = new float[loaded.inputs().size()];
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
    return of(size, images, labels, masks, options.loss().balancedArea());
  }

  /**
   * A minibatch of images, labels and masks. Where an image is anomalous and nothing is marked, it
   * is not known where: its pixels are left out of the map's loss.
   */
  static MultiDataSet of(
      ImageSize size, float[] images, float[] labels, float[] masks, double balancedArea) {
    float[] weights = PixelWeights.balanced(masks, size, balancedArea);
    int pixels = size.pixels();
    for (int i = 0; i < labels.length; i++) {
      boolean marked = false;
      for (int p = i * pixels; p < (i + 1) * pixels && !marked; p++) {
        marked = masks[p] > 0;
      }
      if (labels[i] != 0 && !marked) {
        Arrays.fill(weights, i * pixels, (i + 1) * pixels, 0);
      }
    }
    return new MultiDataSet(
        new INDArray[] {ImageArrays.of(images, 3, size)},
        new INDArray[] {PatchMinibatches.labels(labels), ImageArrays.of(masks, 1, size)},
        null,
        new INDArray[] {null, ImageArrays.of(weights, 1, size)});
  }
}
