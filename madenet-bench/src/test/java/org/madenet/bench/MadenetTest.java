package org.madenet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.nn.Acceleration;
import picocli.CommandLine;

class MadenetTest {

  @TempDir Path folder;

  static Stream<String> commands() {
    return Madenet.commandLine().getSubcommands().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_ofEveryCommand_showsAnExampleThatParses(String command) {
    CommandRun run = CommandRun.of(command, "--help");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Example:");
    String[] example =
        run.out()
            .substring(run.out().indexOf("Example:"))
            .lines()
            .skip(1)
            .findFirst()
            .orElseThrow()
            .strip()
            .split(" ");
    CommandLine.ParseResult parsed =
        Madenet.commandLine().parseArgs(Stream.of(example).skip(1).toArray(String[]::new));
    assertThat(parsed.subcommand().commandSpec().name()).isEqualTo(command);
  }

  @Test
  void execute_withoutCommand_isTheCallersMistakeInOneLine() {
    assertMistake(CommandRun.of(), "which command?");
  }

  @Test
  void execute_unknownCommand_isTheCallersMistakeInOneLine() {
    assertMistake(CommandRun.of("trian"), "trian");
  }

  @Test
  void version_printsTheLibrarysVersion() {
    assertThat(CommandRun.of("--version").out()).matches("madenet \\d+\\.\\d+\\.\\d+.*\\R");
  }

  @Test
  void info_listsEveryDetectorAndTheBackend() {
    CommandRun run = CommandRun.of("info");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("backend", "native build");
    assertThat(run.out())
        .containsPattern(
            Acceleration.status().layers()
                ? "(?m)^acceleration +on, oneDNN \\d"
                : "(?m)^acceleration +off: \\S");
    DetectorCatalog.standard().entries().forEach(e -> assertThat(run.out()).contains(e.name()));
  }

  @Test
  void info_ofADetector_showsThePresetsOptions() {
    CommandRun run = CommandRun.of("info", "--model", "sfad", "--preset", "smoke");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("\"inputSize\"", "\"height\" : 64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"srad", "lpd", "cutpaste", "dsr"})
  void info_ofADetectorThatCanCount_showsWhatEveryPresetCosts(String model) {
    CommandRun run = CommandRun.of("info", "--model", model, "--preset", "smoke");

    assertThat(run.code()).isZero();
    assertThat(run.out()).containsPattern("preset +input +GMAC +parameters");
    assertThat(run.out()).containsPattern("smoke +64x64 +0\\.\\d\\d +\\d\\.\\d\\d M +\\d+ MiB");
  }

  @Test
  void info_ofMadeNet_showsItsOwnOptions() {
    CommandRun run = CommandRun.of("info", "--model", "made-net");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("\"confidence\"", "\"classifier\"");
    assertMistake(
        CommandRun.of("train", "--model", "made-net", "--data", folder, "--out", folder),
        "madenet ensemble");
  }

  @Test
  void info_unknownDetectorOrPreset_namesTheChoices() {
    assertMistake(CommandRun.of("info", "--model", "yolo"), "yolo", "sfad");
    assertMistake(CommandRun.of("info", "--model", "made-net", "--preset", "huge"), "huge", "lite");
    assertMistake(CommandRun.of("info", "--model", "sfad", "--preset", "huge"), "huge", "lite");
  }

  @Test
  void train_presetWithoutWeights_isTheCallersMistake() {
    assertMistake(
        CommandRun.of(
            "train", "--data", folder, "--model", "sfad", "--preset", "paper", "--out", folder),
        "wide_resnet50_2",
        "--backbone-weights",
        "--preset lite");
  }

  @Test
  void audit_missingFolder_isTheCallersMistakeInOneLine() {
    assertMistake(CommandRun.of("audit", folder.resolve("absent")), "absent", "no such folder");
  }

  @Test
  void audit_emptyFolder_isTheCallersMistakeInOneLine() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertMistake(CommandRun.of("audit", empty), empty.toString(), "no known dataset layout");
  }

  static void assertMistake(CommandRun run, String... parts) {
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(parts).doesNotContain("\tat ");
    // Progress can come before it.
    assertThat(run.err().lines().filter(line -> line.startsWith("madenet: "))).hasSize(1);
    assertThat(run.err().lines().reduce((a, b) -> b).orElseThrow()).startsWith("madenet: ");
  }
}
