package org.madenet.bench.jmh;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.NormalImages;
import org.madenet.data.BatchIterator;
import org.madenet.data.BatchOptions;
import org.madenet.data.Datasets;
import org.madenet.data.ImageLoader;
import org.madenet.data.LoadOptions;
import org.madenet.data.Sample;
import org.madenet.data.SampleImages;
import org.madenet.data.Split;
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
 * Images per second from files to 256 x 256 tensors: by one thread, in batches loaded ahead, and
 * from the cache. Training must not wait for this: compare with the forward pass of a backbone.
 *
 * <p>By default the files are rendered, of the size of an average magnetic tile. {@code -p
 * folder=DIR} measures the first normal images of a real dataset.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class LoadingBenchmark {

  private static final int IMAGES = 256;
  private static final LoadOptions OPTIONS = LoadOptions.of(ImageSize.square(256));

  /** A dataset with 256 normal images or more; empty renders some. */
  @Param("")
  public String folder;

  private Optional<Path> rendered = Optional.empty();
  private List<Sample> samples;
  private NormalImages uncached;
  private NormalImages cached;

  /** Finds or renders the files, and fills the cache. */
  @Setup
  public void prepare() throws IOException {
    samples = folder.isEmpty() ? render() : Datasets.open(Path.of(folder)).normal().samples();
    if (samples.size() < IMAGES) {
      throw new IllegalArgumentException(
          folder + " has " + samples.size() + " normal images; " + IMAGES + " are needed");
    }
    samples = samples.subList(0, IMAGES);
    uncached = SampleImages.normal(samples, OPTIONS);
    cached = SampleImages.normal(samples, OPTIONS.withCacheBytes(1L << 29));
    if (epoch(uncached) != epoch(cached)) {
      throw new IllegalStateException("cached and uncached images differ");
    }
  }

  /** Grey texture with some detail, 311 x 342 pixels (height x width). */
  private List<Sample> render() throws IOException {
    Path root = Files.createTempDirectory("madenet-loading");
    rendered = Optional.of(root);
    SplittableRandom random = new SplittableRandom(1);
    List<Sample> list = new ArrayList<>();
    for (int n = 0; n < IMAGES; n++) {
      BufferedImage image = new BufferedImage(342, 311, BufferedImage.TYPE_BYTE_GRAY);
      for (int y = 0; y < image.getHeight(); y++) {
        double level = 128;
        for (int x = 0; x < image.getWidth(); x++) {
          level += 0.1 * (128 - level) + 12 * (random.nextDouble() - 0.5);
          image.getRaster().setSample(x, y, 0, level);
        }
      }
      Path file = root.resolve(n + ".jpg");
      ImageIO.write(image, "jpg", file.toFile());
      list.add(
          new Sample(
              n + ".jpg", "texture", Split.TRAIN, false, Sample.GOOD, file, Optional.empty()));
    }
    return list;
  }

  /** Removes rendered files. */
  @TearDown
  public void cleanUp() throws IOException {
    if (rendered.isPresent()) {
      try (Stream<Path> files = Files.list(rendered.get())) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(rendered.get());
    }
  }

  /**
   * Decodes and resizes on one thread.
   *
   * @return a pixel of each, summed
   * @throws IOException if a file cannot be read
   */
  @Benchmark
  @OperationsPerInvocation(IMAGES)
  public float decodeAndResizeOnOneThread() throws IOException {
    ImageLoader loader = new ImageLoader(OPTIONS);
    float sum = 0;
    for (Sample sample : samples) {
      sum += loader.image(sample.image())[0];
    }
    return sum;
  }

  /**
   * One epoch of batches of 8, decoded ahead.
   *
   * @return a pixel of each batch, summed
   */
  @Benchmark
  @OperationsPerInvocation(IMAGES)
  public float batchesAhead() {
    return epoch(uncached);
  }

  /**
   * One epoch of batches of 8 from the cache.
   *
   * @return a pixel of each batch, summed
   */
  @Benchmark
  @OperationsPerInvocation(IMAGES)
  public float batchesFromTheCache() {
    return epoch(cached);
  }

  private static float epoch(NormalImages source) {
    float sum = 0;
    try (BatchIterator<ImageBatch> batches =
        BatchIterator.images(source, BatchOptions.inOrder(8), 0)) {
      while (batches.hasNext()) {
        sum += batches.next().images().getFloat(0, 0, 0, 0);
      }
    }
    return sum;
  }
}
