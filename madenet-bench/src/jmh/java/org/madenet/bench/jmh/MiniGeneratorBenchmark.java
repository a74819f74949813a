package org.madenet.bench.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.madenet.core.ProgressListener;
import org.madenet.data.mini.MiniGenerator;
import org.madenet.data.mini.MiniOptions;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * A whole ManuDefect-mini of 699 images of 256 x 256, rendered and written; divide 699 by the
 * seconds.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 2)
public class MiniGeneratorBenchmark {

  /** Threads; 0 stands for one per core. */
  @Param({"0", "1"})
  public int threads;

  private Path folder;

  /**
   * A new folder.
   *
   * @throws IOException if there is no room
   */
  @Setup(Level.Iteration)
  public void create() throws IOException {
    folder = Files.createTempDirectory("madenet-mini");
  }

  /**
   * Removes the images.
   *
   * @throws IOException if that fails
   */
  @TearDown(Level.Iteration)
  public void delete() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }

  /**
   * Generates.
   *
   * @return number of images
   * @throws IOException if the disk is full
   */
  @Benchmark
  public int generate() throws IOException {
    int cores = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    int images =
        new MiniGenerator(MiniOptions.defaults(), cores).generate(folder, ProgressListener.NONE);
    if (images != 699) {
      throw new IllegalStateException(images + " images");
    }
    return images;
  }
}
