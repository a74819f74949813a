package org.madenet.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.ProgressListener;

/** A stopped and resumed training equals one that was never stopped, bit by bit. */
class ResumeTest {

  private static final int EPOCHS = 4;
  private static final long GRAPH_SEED = 1;

  private static int[] uninterruptedWeights;
  private static TrainingResult uninterrupted;

  @TempDir Path folder;

  @BeforeAll
  static void trainWithoutInterruption() {
    ComputationGraph graph = ToyProblem.graph(GRAPH_SEED);
    uninterrupted =
        ToyProblem.loop(EPOCHS, null, ProgressListener.NONE).run(ToyProblem.trainable(graph));
    uninterruptedWeights = ToyProblem.bits(graph);
  }

  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** In the middle of an epoch, before its validation, near the end. */
  @ParameterizedTest
  @ValueSource(ints = {3, 6, 20})
  void run_stoppedAfterStep_resumesToTheSameBits(int stopAfter) {
    ProgressListener stopping =
        progress -> {
          if (progress.done() > stopAfter) {
            throw new Stop();
          }
        };
    ComputationGraph first = ToyProblem.graph(GRAPH_SEED);
    TrainingLoop stopped = ToyProblem.loop(EPOCHS, folder, stopping);
    assertThatThrownBy(() -> stopped.run(ToyProblem.trainable(first))).isInstanceOf(Stop.class);

    // Other initial weights: everything that matters must come from the checkpoint.
    ComputationGraph second = ToyProblem.graph(GRAPH_SEED + 1);
    TrainingResult result =
        ToyProblem.loop(EPOCHS, folder, ProgressListener.NONE).run(ToyProblem.trainable(second));

    assertThat(ToyProblem.bits(second)).isEqualTo(uninterruptedWeights);
    assertThat(result).isEqualTo(uninterrupted);
  }

  @Test
  void run_killedProcessesSeveralTimes_resumesToTheSameBits() throws Exception {
    long[] killAfter = {4, 14};
    for (long steps : killAfter) {
      Process child = child();
      try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
        String line = lines.readLine();
        while (line != null && Long.parseLong(line) < steps) {
          line = lines.readLine();
        }
        assertThat(line).as("the child trains to step %d", steps).isNotNull();
      } finally {
        child.destroyForcibly().waitFor();
      }
      assertThat(folder.resolve("toy.checkpoint")).exists();
    }

    ComputationGraph graph = ToyProblem.graph(GRAPH_SEED + 1);
    long[] stepsHere = {0};
    TrainingResult result =
        ToyProblem.loop(EPOCHS, folder, progress -> stepsHere[0]++)
            .run(ToyProblem.trainable(graph));

    assertThat(ToyProblem.bits(graph)).isEqualTo(uninterruptedWeights);
    assertThat(result).isEqualTo(uninterrupted);
    assertThat(stepsHere[0]).isLessThan((ToyProblem.STEPS_PER_EPOCH + 1) * EPOCHS - 13L);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("no leftovers of writes that were cut off")
          .containsExactly("toy.checkpoint", "child.log");
    }
  }

  private Process child() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            folder.toString())
        .redirectError(folder.resolve("child.log").toFile())
        .start();
  }

  /** The process that is killed: prints the number of each step done. */
  static final class Child {

    private Child() {}

    public static void main(String[] arguments) {
      ToyProblem.loop(
              EPOCHS, Path.of(arguments[0]), progress -> System.out.println(progress.done()))
          .run(ToyProblem.trainable(ToyProblem.graph(GRAPH_SEED)));
    }
  }
}
