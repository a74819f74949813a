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
 * Training and closing free what was allocated outside the heap. Measured in a process whose heap
 * is all touched from the start, after a warm-up in which the allocators fill their pools.
 */
class NativeMemoryTest {

  private static final int COLLECT_EVERY = 50;

  @Test
  @Tag("slow")
  void training_thousandSteps_keepsNativeMemory() throws Exception {
    // Measured: 0.1 MB. One output of the stem kept per step would be 65 MB.
    assertThat(growth(Training.class)).isLessThan(16L << 20);
  }

  @Test
  void free_foldedAndUsed_keepsNativeMemory() throws Exception {
    // Measured: 4 MB. With the packed weights of each network kept it was 232 MB.
    assertThat(growth(Folding.class)).isLessThan(64L << 20);
  }

  /** Bytes by which a process says that it grew. */
  private static long growth(Class<?> measured) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256m",
                "-Xmx256m",
                "-XX:+AlwaysPreTouch",
                "-cp",
                System.getProperty("java.class.path"),
                measured.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(child.exitValue()).isZero();
    return Long.parseLong(printed.strip().lines().reduce((a, b) -> b).orElseThrow());
  }

  /** Prints how much resident memory grew during {@code STEPS} steps of training. */
  static final class Training {

    private static final int WARM_UP = 2000;
    private static final int STEPS = 1000;

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

  /** Prints how much resident memory grew while {@code NETWORKS} were folded, used and freed. */
  static final class Folding {

    private static final int WARM_UP = 20;
    private static final int NETWORKS = 100;
    private static final int WIDTH = 256;

    private Folding() {}

    public static void main(String[] arguments) {
      NetworkBuilder net = new NetworkBuilder(3);
      String in = net.input("in", WIDTH);
      ComputationGraph graph =
          net.build(net.conv("conv", in, ConvSpec.builder(WIDTH, 3).batchNorm().build()));
      INDArray x = Networks.normal(1, DataType.FLOAT, 1, WIDTH, 4, 4);
      long before = 0;
      for (int network = 0; network < WARM_UP + NETWORKS; network++) {
        if (network == WARM_UP) {
          before = Pointer.physicalBytes();
        }
        ComputationGraph folded = BatchNormFolding.fold(graph);
        folded.output(false, x);
        GraphMemory.free(folded);
      }
      System.out.println(Pointer.physicalBytes() - before);
    }
  }
}
