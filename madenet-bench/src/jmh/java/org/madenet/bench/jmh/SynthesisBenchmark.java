package org.madenet.bench.jmh;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.NormalImages;
import org.madenet.data.synthesis.AnomalyKind;
import org.madenet.data.synthesis.AnomalySynthesizer;
import org.madenet.data.synthesis.ForegroundMask;
import org.madenet.data.synthesis.ProceduralTextures;
import org.madenet.data.synthesis.SynthesisOptions;
import org.madenet.data.synthesis.SyntheticBatchOptions;
import org.madenet.data.synthesis.SyntheticBatches;
import org.madenet.data.synthesis.SyntheticSample;
import org.nd4j.linalg.factory.Nd4j;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Synthetic samples of 256 x 256 per second, in colour and with procedural textures: by one thread,
 * by the kind of anomaly, and as batches of 8 made ahead by one thread and consumed by another. At
 * least 150 per second and core are wanted, so that a training never waits.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class SynthesisBenchmark {

  private static final ImageSize SIZE = ImageSize.square(256);
  private static final int SAMPLES = 64;

  /** Which samples: half of them clean as in training, or one kind only. */
  @Param({"training", "texture", "structure"})
  public String kinds;

  private float[] image;
  private ForegroundMask foreground;
  private AnomalySynthesizer synthesizer;
  private SyntheticBatches batches;
  private long seed;
  private int next;

  /** An image and a synthesizer. */
  @Setup
  public void prepare() {
    image = new float[3 * SIZE.pixels()];
    new ProceduralTextures().draw(new SplittableRandom(5), SIZE, image);
    foreground = ForegroundMask.whole(SIZE);
    SynthesisOptions.Builder options = SynthesisOptions.defaults().toBuilder();
    if (!kinds.equals("training")) {
      options.anomalyProbability(1).textureShare(kinds.equals("texture") ? 1 : 0);
    }
    synthesizer = new AnomalySynthesizer(options.build(), new ProceduralTextures());
    batches =
        new SyntheticBatches(
            new OneImage(image),
            synthesizer,
            SyntheticBatchOptions.training(8, 1).withThreads(1, 3));
    requireAsWanted();
  }

  /** A benchmark of samples that are not what they should be would mean nothing. */
  private void requireAsWanted() {
    long anomalous =
        IntStream.range(0, 200)
            .filter(i -> synthesizer.synthesize(image, SIZE, i).kind() != AnomalyKind.CLEAN)
            .count();
    if (kinds.equals("training") ? anomalous < 60 || anomalous > 140 : anomalous < 190) {
      throw new IllegalStateException(anomalous + " of 200 samples are anomalous");
    }
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    batches.close();
  }

  /**
   * Makes samples on one thread, the foreground being known.
   *
   * @return marked pixels
   */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public float samplesOnOneThread() {
    float sum = 0;
    for (int i = 0; i < SAMPLES; i++) {
      SyntheticSample sample =
          synthesizer.synthesize(image, SIZE, foreground, new SplittableRandom(seed++));
      sum += sample.mask()[i] + sample.image()[i];
    }
    return sum;
  }

  /**
   * Takes batches of 8 that one thread makes ahead.
   *
   * @return a pixel of each, summed
   */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public float batchesAhead() {
    float sum = 0;
    for (int i = 0; i < SAMPLES / 8; i++) {
      sum += batches.batch(next / batches.count(), next % batches.count()).masks().getFloat(0);
      next++;
    }
    return sum;
  }

  /** A source whose 64 images are one, so that loading costs a copy only. */
  private record OneImage(float[] image) implements NormalImages {
    @Override
    public int size() {
      return SAMPLES;
    }

    @Override
    public ImageSize imageSize() {
      return SIZE;
    }

    @Override
    public String id(int index) {
      return Integer.toString(index);
    }

    @Override
    public ImageBatch images(int... indices) {
      float[] values = new float[indices.length * image.length];
      for (int i = 0; i < indices.length; i++) {
        System.arraycopy(image, 0, values, i * image.length, image.length);
      }
      List<String> ids = IntStream.of(indices).mapToObj(this::id).toList();
      return new ImageBatch(
          ids,
          Nd4j.create(values, new long[] {ids.size(), 3, SIZE.height(), SIZE.width()}, 'c')
              .detach());
    }

    @Override
    public String fingerprint() {
      return "one image";
    }
  }
}
