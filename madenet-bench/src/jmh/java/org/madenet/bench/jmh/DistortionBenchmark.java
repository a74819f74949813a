package org.madenet.bench.jmh;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.madenet.core.ImageSize;
import org.madenet.data.synthesis.PatchDistortion;
import org.madenet.data.synthesis.PatchSample;
import org.madenet.data.synthesis.ProceduralTextures;
import org.madenet.lpd.LpdPresets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Distorted samples of 256 x 256 per second on one thread, the perceptibility gate included, in
 * colour. At least 300 per second and core are wanted, so that a training never waits.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class DistortionBenchmark {

  private static final ImageSize SIZE = ImageSize.square(256);
  private static final int SAMPLES = 64;

  /** How many samples have a patch: half of them, as in training, or all. */
  @Param({"0.5", "1"})
  public double anomalyProbability;

  private float[] image;
  private PatchDistortion distortion;
  private long seed;

  /** An image and what distorts it. */
  @Setup
  public void prepare() {
    image = new float[3 * SIZE.pixels()];
    new ProceduralTextures().draw(new SplittableRandom(5), SIZE, image);
    distortion =
        new PatchDistortion(LpdPresets.LITE.patches().withAnomalyProbability(anomalyProbability));
    long distorted =
        new SplittableRandom(1)
            .longs(200)
            .filter(
                s ->
                    distortion
                        .distort(image, SIZE, new SplittableRandom(s))
                        .perceptibility()
                        .isPresent())
            .count();
    if (Math.abs(distorted / 200.0 - anomalyProbability) > 0.2) {
      throw new IllegalStateException(distorted + " of 200 samples have a patch");
    }
  }

  /**
   * Makes samples on one thread.
   *
   * @return a pixel of each, summed
   */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public float samplesOnOneThread() {
    float sum = 0;
    for (int i = 0; i < SAMPLES; i++) {
      PatchSample sample = distortion.distort(image, SIZE, new SplittableRandom(seed++));
      sum += sample.mask()[i] + sample.image()[i];
    }
    return sum;
  }
}
