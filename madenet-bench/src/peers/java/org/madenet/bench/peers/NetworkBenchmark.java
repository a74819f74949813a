package org.madenet.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.madenet.core.io.Safetensors;
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
 * Milliseconds per forward pass of a batch of 256 x 256 images: madenet, PyTorch and ONNX Runtime
 * with the same weights. Before anything is measured the outputs are compared with PyTorch's.
 *
 * <p>{@code -Dmadenet.peers=DIR} names what {@code tools/export_peers.py DIR} has written.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 4)
public class NetworkBenchmark {

  /** Largest difference to PyTorch, relative to the largest output. */
  private static final double TOLERANCE = 1e-3;

  /** The network. */
  @Param({"resnet18", "hrnet_w32"})
  public String network;

  /** Images per batch. */
  @Param({"1", "8"})
  public int batch;

  /** The library. */
  @Param({"madenet", "pytorch", "onnxruntime"})
  public String library;

  private Engine engine;
  private float[] images;

  /**
   * Opens the network and compares its outputs.
   *
   * @throws Exception if the network cannot be opened, or gives something else
   */
  @Setup
  public void open() throws Exception {
    Path folder = folder();
    engine = Engine.open(library, folder, network, false);
    check(engine, folder.resolve(network + ".check.safetensors"));
    images = images(batch);
  }

  static Path folder() {
    String folder = System.getProperty("madenet.peers");
    if (folder == null) {
      throw new IllegalArgumentException(
          "give -Dmadenet.peers=DIR, the folder that tools/export_peers.py has written");
    }
    return Path.of(folder);
  }

  static float[] images(int batch) {
    Random random = new Random(1);
    float[] values = new float[batch * 3 * Networks.SIZE * Networks.SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static void check(Engine engine, Path file) throws Exception {
    Safetensors expected = Safetensors.open(file);
    List<float[]> outputs = engine.forward(expected.floats("input"), 1);
    for (int i = 0; i < outputs.size(); i++) {
      compare(file + " output" + i, outputs.get(i), expected.floats("output" + i));
    }
  }

  private static void compare(String what, float[] actual, float[] expected) throws IOException {
    double largest = 0;
    double difference = actual.length == expected.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(actual.length, expected.length); i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
    }
    if (!(difference <= TOLERANCE * largest)) {
      throw new IOException(what + " differs by " + difference / largest + " from PyTorch's");
    }
  }

  /**
   * One forward pass.
   *
   * @return the outputs
   * @throws Exception if the library fails
   */
  @Benchmark
  public List<float[]> forward() throws Exception {
    return engine.forward(images, batch);
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
