package org.madenet.srad;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.madenet.core.ImageSize;
import org.madenet.core.LabelledBatch;
import org.madenet.core.LabelledImages;
import org.madenet.core.train.GraphTrainable.Minibatches;
import org.madenet.core.train.RandomStreams;
import org.madenet.data.synthesis.AnomalySynthesizer;
import org.madenet.data.synthesis.SyntheticSample;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Stage two's minibatches: as many images with real defects as normal ones, in the place of
 * synthetic anomalies (section 3.5). There is no defect-free twin of a real defect, so the
 * reconstruction is asked for outside the masks only.
 *
 * <p>Anomalous images without a marked pixel are left out: where their anomaly lies is not known.
 * The next minibatch is made while a step runs.
 */
final class DefectMinibatches implements Minibatches, AutoCloseable {

  private final LabelledImages source;
  private final FineTuneAugmentation augmentation;
  private final AnomalySynthesizer synthesizer;
  private final int steps;
  private final int[] normal;
  private final int[] defects;
  private final int normalPerBatch;
  private final int defectsPerBatch;
  private final RandomStreams orders;
  private final RandomStreams samples;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "madenet-defects");
            daemon.setDaemon(true);
            return daemon;
          });
  private long aheadBatch = -1;
  private Future<MultiDataSet> ahead;

  /**
   * Minibatches.
   *
   * @throws IllegalArgumentException if there is no normal image, or none with a marked defect
   */
  DefectMinibatches(
      LabelledImages source,
      StageOptions stage,
      FineTuneAugmentation augmentation,
      AnomalySynthesizer synthesizer,
      RandomStreams streams) {
    this.source = source;
    this.augmentation = augmentation;
    this.synthesizer = synthesizer;
    int[] usable = usable(source);
    this.normal = Arrays.stream(usable).filter(i -> !source.anomalous(i)).toArray();
    this.defects = Arrays.stream(usable).filter(source::anomalous).toArray();
    if (normal.length == 0 || defects.length == 0) {
      throw new IllegalArgumentException(
          "fine-tuning needs normal images and defects with masks; the training part has %d and %d"
              .formatted(normal.length, defects.length));
    }
    this.steps = stage.steps(usable.length);
    this.defectsPerBatch = Math.max(1, stage.batchSize() / 2);
    this.normalPerBatch = Math.max(1, stage.batchSize() - defectsPerBatch);
    this.orders = streams.forPurpose("order");
    this.samples = streams.forPurpose("samples");
  }

  /** Indices of all images but anomalous ones without a marked pixel. */
  static int[] usable(LabelledImages source) {
    return IntStream.range(0, source.size())
        .filter(i -> !source.anomalous(i) || source.labelled(i).masks().sumNumber().intValue() > 0)
        .toArray();
  }

  @Override
  public int count() {
    return steps;
  }

  @Override
  public MultiDataSet minibatch(int epoch, int index) {
    long batch = (long) epoch * steps + index;
    Future<MultiDataSet> wanted = batch == aheadBatch ? ahead : thread.submit(() -> make(batch));
    MultiDataSet result = await(wanted);
    aheadBatch = batch + 1;
    ahead = thread.submit(() -> make(batch + 1));
    return result;
  }

  private static MultiDataSet await(Future<MultiDataSet> batch) {
    try {
      return batch.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException("making a minibatch failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a minibatch", e);
    }
  }

  private MultiDataSet make(long batch) {
    List<Integer> chosen = new ArrayList<>();
    draw(defects, 0, batch * defectsPerBatch, defectsPerBatch, chosen);
    draw(normal, 1, batch * normalPerBatch, normalPerBatch, chosen);
    LabelledBatch loaded = source.labelled(chosen.stream().mapToInt(Integer::intValue).toArray());
    ImageSize size = source.imageSize();
    float[] images = loaded.inputs().images().dup('c').data().asFloat();
    float[] masks = loaded.masks().dup('c').data().asFloat();
    float[] originals = images.clone();
    float[] known = new float[masks.length];
    for (int i = 0; i < chosen.size(); i++) {
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
    int n = chosen.size();
    return new MultiDataSet(
        new INDArray[] {array(images, n, 3, size)},
        new INDArray[] {
          array(originals, n, 3, size), SradNetwork.classes(array(masks, n, 1, size))
        },
        null,
        new INDArray[] {array(known, n, 1, size), null});
  }

  /** Goes through the images in passes of random order, wherever a minibatch begins. */
  private void draw(int[] from, int kind, long first, int count, List<Integer> into) {
    for (long position = first; position < first + count; position++) {
      int[] order = orders.permutation(from.length, kind, position / from.length);
      into.add(from[order[(int) (position % from.length)]]);
    }
  }

  private static INDArray array(float[] values, int n, int channels, ImageSize size) {
    return Nd4j.create(values, new long[] {n, channels, size.height(), size.width()}, 'c').detach();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
