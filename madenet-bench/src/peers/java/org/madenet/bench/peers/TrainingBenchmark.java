package org.madenet.bench.peers;

import java.util.concurrent.TimeUnit;
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
 * Milliseconds per training step: forward, mean squared error of the pooled outputs, backward, SGD.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 5)
public class TrainingBenchmark {

  /** Network and images per batch. */
  @Param({"resnet18:8", "hrnet_w32:2"})
  public String network;

  /** The library. */
  @Param({"madenet", "pytorch"})
  public String library;

  private Engine engine;
  private float[] images;
  private int batch;

  /**
   * Opens the network.
   *
   * @throws Exception if it cannot be opened
   */
  @Setup
  public void open() throws Exception {
    String[] parts = network.split(":");
    batch = Integer.parseInt(parts[1]);
    engine = Engine.open(library, NetworkBenchmark.folder(), parts[0], true);
    images = NetworkBenchmark.images(batch);
  }

  /**
   * One step.
   *
   * @throws Exception if the library fails
   */
  @Benchmark
  public void step() throws Exception {
    engine.train(images, batch);
  }

  /**
   * Frees the network.
   *
   * @throws Exception if the library fails
   */
  @TearDown
  public void close() throws Exception {
    engine.close();
  }
}
