package org.madenet.srad;

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
import org.madenet.data.synthesis.AnomalySynthesizer;
import org.madenet.data.synthesis.SyntheticSample;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Stage two's minibatches: as many images with real defects as normal ones, instead of synthetic
 * anomalies (section 3.5). There is no defect-free twin of a real defect, so the reconstruction is
 * asked for outside the masks only.
 *
 * <p>Anomalous images without a marked pixel are left out: where their anomaly lies is not known.
 */
final class DefectMinibatches implements Minibatches {

  private final LabelledImages source;
  private final FineTuneAugmentation augmentation;
  private final AnomalySynthesizer synthesizer;
  private final double balancedArea;
  private final int steps;
  private final BalancedOrder order;
  private final RandomStreams samples;

  /**
   * Minibatches.
   *
   * @throws IllegalArgumentException if there is no normal image, or none with a marked defect
   */
  DefectMinibatches(
      LabelledImages source,
      SradOptions options,
      AnomalySynthesizer synthesizer,
      RandomStreams streams) {
    this.source = source;
    StageOptions stage = options.fineTune();
    this.augmentation = options.fineTuneAugmentation();
    this.balancedArea = options.loss().balancedArea();
    this.synthesizer = synthesizer;
    this.order =
        new BalancedOrder(
            source, i -> usable(source, i), stage.batchSize(), streams.forPurpose("order"));
    this.steps = stage.steps(order.images());
    this.samples = streams.forPurpose("samples");
  }

  private static boolean usable(LabelledImages source, int index) {
    return !source.anomalous(index) || source.labelled(index).hasPixelTruth(0);
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
    int n = loaded.inputs().size();
    float[] images = loaded.inputs().images().dup('c').data().asFloat();
    float[] masks = loaded.masks().dup('c').data().asFloat();
    float[] originals = images.clone();
    float[] known = new float[masks.length];
    for (int i = 0; i < n; i++) {
      SplittableRandom random = samples.at(batch, i);
      int pixels = size.pixels();
      boolean synthetic =
          !loaded.anomalous()[i] && random.nextDouble() < augmentation.syntheticShare();
      if (synthetic) {
        float[] image = Arrays.copyOfRange(images, 3 * i * pixels, 3 * (i + 1) * pixels);
        SyntheticSample sample = synthesizer.synthesize(image, size, random);
        System.arraycopy(sample.image(), 0, images, 3 * i * pixels, 3 * pixels);
        System.arraycopy(sample.mask(), 0, masks, i * pixels, pixels);
      }
      for (int p = i * pixels; p < (i + 1) * pixels; p++) {
        // A synthetic anomaly's original is known everywhere.
        known[p] = synthetic ? 1 : 1 - masks[p];
      }
      if (augmentation.flips()) {
        boolean horizontally = random.nextBoolean();
        boolean vertically = random.nextBoolean();
        for (int plane = 3 * i; plane < 3 * (i + 1); plane++) {
          Flips.plane(images, plane * pixels, size, horizontally, vertically);
          Flips.plane(originals, plane * pixels, size, horizontally, vertically);
        }
        Flips.plane(masks, i * pixels, size, horizontally, vertically);
        Flips.plane(known, i * pixels, size, horizontally, vertically);
      }
    }
    return new MultiDataSet(
        new INDArray[] {ImageArrays.of(images, 3, size)},
        new INDArray[] {
          ImageArrays.of(originals, 3, size), SradNetwork.classes(ImageArrays.of(masks, 1, size))
        },
        null,
        new INDArray[] {
          ImageArrays.of(known, 1, size),
          ImageArrays.of(PixelWeights.balanced(masks, size, balancedArea), 1, size)
        });
  }
}
