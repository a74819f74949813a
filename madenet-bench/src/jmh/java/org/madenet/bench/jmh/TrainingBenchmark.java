package org.madenet.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.madenet.bench.DetectorCatalog;
import org.madenet.bench.DetectorEntry;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.Provenance;
import org.madenet.core.TrainingRun;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Stage one of every detector of the catalogue on eighty images, in epochs of ten steps: seconds
 * for the whole, samples made ahead, validation and, for frozen backbones, the features of all
 * images included. The difference between three epochs and one, divided by twenty, is a step; what
 * an epoch more does not explain is what a training costs once. DSR has three phases of so many
 * epochs each.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class TrainingBenchmark {

  private static final int IMAGES = 80;
  private static final int HELD_OUT = 8;

  /** SFAD and SimpleNet visit all images once an epoch, in minibatches of eight: ten steps too. */
  private static final int STEPS = 10;

  /** Name of the detector. */
  @Param({"sfad", "srad", "lpd", "simplenet", "cutpaste", "dsr"})
  public String detector;

  /** Name of the preset. */
  @Param("lite")
  public String preset;

  /** Epochs of ten steps. */
  @Param({"1", "3"})
  public int epochs;

  private DetectorEntry.Setup<?> setup;
  private Noise train;
  private Noise heldOut;

  /** Sets options and images. */
  @Setup
  public void prepare() {
    setup =
        DetectorCatalog.standard()
            .entry(detector)
            .setup()
            .apply(Epochs.of(detector, preset, epochs, STEPS));
    train = new Noise(setup.inputSize(), IMAGES);
    heldOut = new Noise(setup.inputSize(), HELD_OUT);
  }

  /**
   * Trains.
   *
   * @return what came of it
   */
  @Benchmark
  public Provenance fit() {
    try (AnomalyDetector trained = setup.trainer().fit(train, heldOut, TrainingRun.quiet())) {
      return trained.provenance();
    }
  }
}
