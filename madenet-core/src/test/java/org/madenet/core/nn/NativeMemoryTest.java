package org.madenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Training frees what it allocates outside the heap. Measured in a process whose heap is all
 * touched from the start, after a warm-up in which the allocators fill their pools.
 */
class NativeMemoryTest {

  private static final int WARM_UP = 2000;
  private static final int STEPS = 1000;
  private static final int COLLECT_EVERY = 50;

  @Test
  @Tag("slow")
  void training_thousandSteps_keepsNativeMemory() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256m",
                "-Xmx256m",
                "-XX:+AlwaysPreTouch",
                "-cp",
                System.getProperty("java.class.path"),
                Training.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(child.exitValue()).isZero();
    long growth = Long.parseLong(printed.strip().lines().reduce((a, b) -> b).orElseThrow());
    // Measured: 0.1 MB. One output of the stem kept per step would be 65 MB.
    assertThat(growth).as("bytes after %d steps", STEPS).isLessThan(16L << 20);
  }

  /** The process that is measured: prints how much its resident memory grew. */
  static final class Training {

    private Training() {}

    public static void main(String[] arguments) {
      ComputationGraph graph = Networks.everything(DataType.FLOAT, ConvActivation.RELU);
      INDArray x = Networks.normal(1, DataType.FLOAT, 2, 3, 64, 64);
      INDArray dy = Networks.normal(2, DataType.FLOAT, 2, 24, 32, 32);
      long before = 0;
      for (int step = 0; step < WARM_UP + STEPS; step++) {
        if (step == WARM_UP) {
          before = Pointer.physicalBytes();
        }
        Networks.gradient(graph, x, dy);
        if (step % COLLECT_EVERY == 0) {
          // Native memory of dropped arrays is freed by the collector: how many wait for it must
          // not
          // depend on how fast this machine is.
          System.gc();
        }
      }
      System.out.println(Pointer.physicalBytes() - before);
    }
  }
}
