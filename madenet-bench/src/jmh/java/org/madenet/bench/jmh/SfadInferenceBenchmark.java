package org.madenet.bench.jmh;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.madenet.core.ImageBatch;
import org.madenet.core.Prediction;
import org.madenet.core.TrainingRun;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.backbone.Backbones;
import org.madenet.core.backbone.FeatureExtractor;
import org.madenet.sfad.SfadDetector;
import org.madenet.sfad.SfadOptions;
import org.madenet.sfad.SfadPresets;
import org.madenet.sfad.SfadTrainer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Scoring images with the default SFAD: the backbone alone, and the whole detector. The difference
 * is the head: neighbourhood means, adaptor, discriminator, enlarging and smoothing of the map.
 * Milliseconds per call; divide by the batch for one image.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 5)
public class SfadInferenceBenchmark {

  /** Images per call. */
  @Param({"1", "8"})
  public int batch;

  private FeatureExtractor backbone;
  private SfadDetector detector;
  private ImageBatch images;

  /** Trains one epoch on noise: the weights do not matter for the time. */
  @Setup
  public void prepare() throws IOException {
    SfadOptions lite = SfadPresets.LITE;
    SfadOptions options = lite.toBuilder().fit(lite.fit().withMaxEpochs(1)).build();
    Noise noise = new Noise(options.inputSize(), 8);
    detector = new SfadTrainer(options).fit(noise, noise, TrainingRun.quiet());
    backbone =
        FeatureExtractor.open(
            Backbones.named(options.features().backbone()),
            BackboneWeights.embedded(),
            options.features().taps());
    int[] indices = new int[batch];
    for (int i = 0; i < batch; i++) {
      indices[i] = i;
    }
    images = noise.images(indices);
    List<Prediction> predictions = detector.predict(images);
    if (predictions.size() != batch
        || predictions.stream().anyMatch(p -> !Double.isFinite(p.score()))) {
      throw new IllegalStateException("the detector gave no finite score for each image");
    }
  }

  /** Frees native memory. */
  @TearDown
  public void free() {
    detector.close();
    backbone.close();
  }

  /**
   * Feature maps only.
   *
   * @return the maps by tap
   */
  @Benchmark
  public Map<String, INDArray> backbone() {
    return backbone.extract(images.images());
  }

  /**
   * From images to scores and maps.
   *
   * @return the predictions
   */
  @Benchmark
  public List<Prediction> detector() {
    return detector.predict(images);
  }
}
