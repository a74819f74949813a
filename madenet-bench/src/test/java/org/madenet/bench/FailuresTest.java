package org.madenet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.madenet.bench.MadenetTest.assertMistake;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.madenet.core.AnomalyDetector;
import org.nd4j.linalg.factory.Nd4jBackend;

class FailuresTest {

  @TempDir Path folder;

  static Stream<Throwable> lackOfMemory() {
    return Stream.of(
        new OutOfMemoryError("Java heap space"),
        new IllegalStateException("a thread failed", new OutOfMemoryError("Java heap space")));
  }

  private CommandRun train(Throwable failure, Object... more) {
    DetectorEntry<AnomalyDetector> entry =
        new DetectorEntry<>(
            "stub",
            "Stub",
            "fails",
            false,
            List.of("standard"),
            settings -> {
              if (failure instanceof Error error) {
                throw error;
              }
              throw (RuntimeException) failure;
            },
            file -> null);
    Object[] words = {"train", "--data", folder, "--model", "stub", "--out", folder};
    return CommandRun.of(
        new DetectorCatalog(List.of(entry)),
        Stream.concat(Stream.of(words), Stream.of(more)).toArray());
  }

  @ParameterizedTest
  @MethodSource("lackOfMemory")
  void execute_outOfMemory_isOneLineThatNamesBothLimits(Throwable failure) {
    CommandRun run = train(failure);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err())
        .startsWith("madenet: out of memory (Java heap space)")
        .contains("-Xmx", "-Dorg.bytedeco.javacpp.maxbytes")
        .doesNotContain("fault of madenet");
    assertThat(train(failure, "--verbose").err()).contains("\tat ");
  }

  @Test
  void execute_withoutNativeCode_namesThePlatformAndNoFault() {
    Throwable none = new Nd4jBackend.NoAvailableBackendException("none");
    CommandRun run = train(new ExceptionInInitializerError(new IllegalStateException(none)));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err())
        .contains("no native code", System.getProperty("os.arch"), "x86-64")
        .doesNotContain("fault of madenet");
    assertThat(train(new UnsatisfiedLinkError("no jnind4jcpu in java.library.path")).err())
        .contains("no native code");
    assertThat(train(new UnsatisfiedLinkError("libfontmanager.so: libfreetype.so.6")).err())
        .contains("libfreetype")
        .doesNotContain("ND4J");
  }

  @Test
  void execute_anotherError_isOneLine() {
    CommandRun run = train(new NoClassDefFoundError("org/example/Gone"));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("org/example/Gone", "--verbose");
  }

  @Test
  void execute_numbersThatNoMachineHolds_areTheCallersMistake() {
    assertMistake(
        CommandRun.of("tables", "--data", folder, "--out", folder, "--seeds", "300000000"),
        "--seeds must be 1 to 1000");
    assertMistake(
        CommandRun.of(
            "budget", "--data", folder, "--out", folder, "--model", "sfad", "--seeds", "0"),
        "--seeds must be 1 to 1000");
    assertMistake(
        CommandRun.of("distort", "--data", folder, "--out", folder, "--size", "20000"),
        "--size must be 8 to 4096");
  }

  @Test
  void evaluate_temperatureOfOneSubmodel_isRefused() {
    assertMistake(
        CommandRun.of(
            "evaluate",
            "--data",
            folder,
            "--model",
            folder,
            "--out",
            folder,
            "--submodel",
            "sfad",
            "--temperature",
            "2"),
        "--temperature",
        "--submodel");
  }
}
