package org.madenet.bench.jmh;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.madenet.bench.DetectorCatalog;
import org.madenet.bench.DetectorEntry;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.ImageBatch;
import org.madenet.core.Prediction;
import org.madenet.core.TrainingRun;
import org.madenet.core.backend.BackendInfo;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * Every detector of the catalogue, from images in memory to scores and maps. Batches per second,
 * and as {@code images} the images per second. Detectors see images in the size of their preset, so
 * compare what they do per image, not per pixel. The device is printed before each run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 5)
public class DetectorBenchmark {

  private static final int TRAINING_IMAGES = 16;

  /** Name of the detector. */
  @Param({"sfad", "srad", "lpd", "simplenet", "cutpaste", "dsr"})
  public String detector;

  /** Name of the preset. */
  @Param("lite")
  public String preset;

  /** Images per call. */
  @Param({"1", "8", "32"})
  public int batch;

  /** Counts what a batch holds. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counter {
    /** Images scored. */
    public long images;
  }

  private AnomalyDetector trained;
  private ImageBatch images;

  /** Trains a step on noise and checks that every image gets a finite score. */
  @Setup
  public void prepare() {
    System.out.println(BackendInfo.current().summary());
    train(DetectorCatalog.standard().entry(detector));
    Noise noise = new Noise(trained.inputSize(), batch);
    images = noise.images(IntStream.range(0, batch).toArray());
    List<Prediction> predictions = trained.predict(images);
    if (predictions.size() != batch
        || predictions.stream().anyMatch(p -> !Double.isFinite(p.score()))) {
      throw new IllegalStateException("the detector gave no finite score for each image");
    }
  }

  private void train(DetectorEntry<?> entry) {
    // As short as it can be: the weights do not matter.
    DetectorEntry.Setup<?> setup = entry.setup().apply(Epochs.of(detector, preset, 1, 1));
    Noise noise = new Noise(setup.inputSize(), TRAINING_IMAGES);
    trained = setup.trainer().fit(noise, noise, TrainingRun.quiet());
  }

  /** Frees native memory. */
  @TearDown
  public void free() {
    trained.close();
  }

  /**
   * Scores a batch.
   *
   * @param counter counts its images
   * @return the predictions
   */
  @Benchmark
  public List<Prediction> predict(Counter counter) {
    counter.images += batch;
    return trained.predict(images);
  }
}
