package org.madenet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.madenet.bench.experiment.Experiment;
import org.madenet.bench.experiment.ExperimentPlan;
import org.madenet.bench.experiment.Method;
import org.madenet.bench.experiment.TrainingFiles;
import org.madenet.core.ProgressListener;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.backbone.Backbones;
import org.madenet.data.Fingerprint;
import org.madenet.ism.MadeNetPresets;

/** {@code madenet tables}, over a detector that trains in no time. */
class TablesTest {

  @TempDir Path folder;

  private Path data;

  @BeforeEach
  void writeDataset() throws IOException {
    data = TinyDataset.write(folder.resolve("data"), true, "bolt", "nut");
  }

  private static CommandRun tables(Path data, Path out, Object... more) {
    Object[] words = {"tables", "--data", data, "--out", out};
    Object[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return CommandRun.of(MeanImageDetector.catalog(), all);
  }

  private CommandRun tables(Path out, Object... more) {
    return tables(data, out, more);
  }

  private static final Object[] QUICK = {
    "--preset", "standard", "--resolution", "16", "--seeds", "2"
  };

  @Test
  void tables_twoSeeds_writesEverything() throws IOException {
    Path out = folder.resolve("out");
    CommandRun run = tables(out, QUICK);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("Table 3").contains("Mean image").contains("bolt");
    assertThat(Files.readString(out.resolve("tables.md")))
        .contains("## Table 4, pixel level, after stage fine-tune");
    assertThat(out.resolve("cells/seed-1/mean/fine-tune/scores.csv")).exists();
    assertThat(Files.readAllLines(out.resolve("figures.csv")))
        .contains("method,stage,seed,category,metric,value")
        .anyMatch(line -> line.startsWith("mean,fit,1,nut,image_auroc,"));
    assertThat(Files.readString(out.resolve("experiment.json")))
        .contains("\"commit\"")
        .containsPattern("\"origins\" : \\[ \"[^\"]+, commit [^\"]+, CPU[^\"]+\" \\]");
  }

  @Test
  void tables_again_doesNothingTwiceAndTakesMoreSeeds() throws IOException {
    Path out = folder.resolve("out");
    tables(out, QUICK);
    Path cell = out.resolve("cells/seed-0/mean/fit/metrics.json");
    Path detector = out.resolve("runs/seed-0/mean/nut/unsupervised.madenet");
    FileTime evaluated = Files.getLastModifiedTime(cell);
    FileTime trained = Files.getLastModifiedTime(detector);
    Files.delete(out.resolve("cells/seed-1/mean/fit/metrics.json"));
    CommandRun run = tables(out, "--preset", "standard", "--resolution", "16", "--seeds", "3");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.getLastModifiedTime(cell)).isEqualTo(evaluated);
    assertThat(Files.getLastModifiedTime(detector)).isEqualTo(trained);
    assertThat(out.resolve("cells/seed-1/mean/fit/metrics.json")).exists();
    assertThat(out.resolve("cells/seed-2/mean/fit/metrics.json")).exists();
  }

  @Test
  void tables_moreSeedsWithoutTheRuns_keepsTheFiguresAndTrainsTheNewSeedOnly() throws IOException {
    Path out = folder.resolve("out");
    tables(out, QUICK);
    List<String> before = Files.readAllLines(out.resolve("figures.csv"));
    Files.move(out.resolve("runs"), folder.resolve("elsewhere"));
    CommandRun run = tables(out, "--preset", "standard", "--resolution", "16", "--seeds", "3");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readAllLines(out.resolve("figures.csv"))).containsAll(before);
    assertThat(out.resolve("runs/seed-0")).doesNotExist();
    assertThat(out.resolve("runs/seed-2/mean/nut/unsupervised.madenet")).exists();
  }

  @Test
  void tables_seedsOfTwoFolders_makeOneExperiment() throws IOException {
    Path whole = folder.resolve("whole");
    tables(whole, QUICK);
    Path out = folder.resolve("out");
    Path other = folder.resolve("other");
    tables(out, "--preset", "standard", "--resolution", "16", "--seeds", "1");
    tables(
        other, "--preset", "standard", "--resolution", "16", "--seeds", "1", "--first-seed", "1");
    assertThat(other.resolve("cells/seed-0")).doesNotExist();
    Files.move(other.resolve("cells/seed-1"), out.resolve("cells/seed-1"));
    CommandRun run = tables(out, QUICK);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(out.resolve("runs/seed-1")).doesNotExist();
    assertThat(out.resolve("figures.csv")).hasSameTextualContentAs(whole.resolve("figures.csv"));
  }

  @Test
  void tables_cellsOfAnotherExperiment_areRefused() throws IOException {
    Path out = folder.resolve("out");
    Path other = folder.resolve("other");
    tables(out, QUICK);
    tables(
        other,
        "--preset",
        "standard",
        "--resolution",
        "16",
        "--seeds",
        "1",
        "--first-seed",
        "2",
        "--max-epochs",
        "1");
    Files.move(other.resolve("cells/seed-2"), out.resolve("cells/seed-2"));
    CommandRun run = tables(out, "--preset", "standard", "--resolution", "16", "--seeds", "3");
    MadenetTest.assertMistake(run, "seed-2", "epochs, at most 1, now none");
    // Before what is missing is trained.
    CommandRun more = tables(out, "--preset", "standard", "--resolution", "16", "--seeds", "4");
    MadenetTest.assertMistake(more, "seed-2", "epochs, at most 1, now none");
    assertThat(out.resolve("runs/seed-3")).doesNotExist();
  }

  @Test
  void tables_dataThatCannotBeCompared_isRefusedBeforeTraining() throws IOException {
    Path out = folder.resolve("out");
    for (int i = 0; i < 3; i++) {
      Files.delete(data.resolve("nut/test/scratch/" + i + ".png"));
      Files.delete(data.resolve("nut/ground_truth/scratch/" + i + "_mask.png"));
    }
    Files.delete(data.resolve("nut/test/scratch"));
    Files.delete(data.resolve("nut/ground_truth/scratch"));
    MadenetTest.assertMistake(tables(out, QUICK), "nut", "3 normal and 0 anomalous");
    assertThat(out.resolve("runs")).doesNotExist();
  }

  @Test
  void tables_fromARecord_repeatsItBitForBit() throws IOException {
    Path first = folder.resolve("first");
    tables(first, QUICK);
    Path second = folder.resolve("second");
    CommandRun run = tables(second, "--from", first.resolve("experiment.json"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("bit by bit", "All 4 cells were computed in this repetition");
    assertThat(second.resolve("figures.csv")).hasSameTextualContentAs(first.resolve("figures.csv"));
  }

  @Test
  void tables_fromARecordIntoItsOwnFolder_isRefused() {
    Path first = folder.resolve("first");
    tables(first, QUICK);
    CommandRun run =
        tables(folder.resolve("data/../first"), "--from", first.resolve("experiment.json"));
    MadenetTest.assertMistake(run, "--from", "another folder");
  }

  @Test
  void tables_fromARecordOverFoundCells_doesNotCallThemRepeated() throws IOException {
    Path first = folder.resolve("first");
    tables(first, QUICK);
    Path record = Files.copy(first.resolve("experiment.json"), folder.resolve("record.json"));
    CommandRun nothing = tables(first, "--from", record);
    assertThat(nothing.code()).as(nothing.err()).isZero();
    assertThat(nothing.out()).contains("nothing was repeated", "4 cells").doesNotContain("bit by");
    Path second = folder.resolve("second");
    copy(first.resolve("cells/seed-1"), second.resolve("cells/seed-1"));
    CommandRun half = tables(second, "--from", record);
    assertThat(half.code()).as(half.err()).isZero();
    assertThat(half.out())
        .contains("2 of 4 cells were computed in this repetition; 2 were found", "bit by bit");
    // Detectors that were found are no repetition of their training either.
    Path third = folder.resolve("third");
    copy(first.resolve("runs/seed-1"), third.resolve("runs/seed-1"));
    CommandRun found = tables(third, "--from", record);
    assertThat(found.code()).as(found.err()).isZero();
    assertThat(found.out())
        .contains("2 of 4 cells were computed in this repetition; 2 were found", "bit by bit");
  }

  @Test
  void tables_fromARecordGoingOn_countsWhatItComputedBefore() throws IOException {
    Path first = folder.resolve("first");
    tables(first, QUICK);
    Path second = folder.resolve("second");
    tables(second, "--from", first.resolve("experiment.json"));
    // As if it had been killed before these.
    Files.delete(second.resolve("cells/seed-1/mean/fine-tune/metrics.json"));
    Files.delete(second.resolve("cells/seed-1/mean/stages.json"));
    CommandRun run = tables(second, "--from", first.resolve("experiment.json"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("bit by bit", "All 4 cells were computed in this repetition");
    // A cell that was put there since is none of them.
    Path cell = second.resolve("cells/seed-0/mean/fit/metrics.json");
    Files.writeString(cell, Files.readString(cell) + " ");
    CommandRun put = tables(second, "--from", first.resolve("experiment.json"));
    assertThat(put.out()).contains("3 of 4 cells were computed in this repetition; 1 was found");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path copied = to.resolve(from.relativize(each).toString());
        Files.createDirectories(copied.getParent());
        if (Files.isRegularFile(each)) {
          Files.copy(each, copied);
        }
      }
    }
  }

  @Test
  void tables_damagedCell_isNamed() throws IOException {
    Path out = folder.resolve("out");
    tables(out, QUICK);
    Path stages = out.resolve("cells/seed-0/mean/stages.json");
    Path metrics = out.resolve("cells/seed-0/mean/fit/metrics.json");
    String content = Files.readString(metrics);
    Files.writeString(metrics, content.substring(0, 100));
    MadenetTest.assertMistake(tables(out, QUICK), metrics.toString(), "delete");
    Files.writeString(metrics, "{}");
    MadenetTest.assertMistake(tables(out, QUICK), metrics.toString(), "delete");
    Files.writeString(metrics, content);
    Files.writeString(stages, "{\"do");
    MadenetTest.assertMistake(tables(out, QUICK), stages.toString(), "delete");
    Files.delete(stages);
    Files.delete(metrics);
    assertThat(tables(out, QUICK).code()).isZero();
    assertThat(metrics).exists();
  }

  @Test
  void tables_folderOfAnotherCommand_isRefused() throws IOException {
    Path out = folder.resolve("out");
    CommandRun budget =
        CommandRun.of(
            MeanImageDetector.catalog(),
            "budget",
            "--data",
            data,
            "--model",
            "mean",
            "--out",
            out,
            "--shares",
            "1",
            "--seeds",
            "1");
    assertThat(budget.code()).as(budget.err()).isZero();
    String before = Files.readString(out.resolve("tables.md"));
    MadenetTest.assertMistake(tables(out, QUICK), out.toString(), "madenet budget");
    assertThat(out.resolve("tables.md")).hasContent(before);
  }

  @Test
  void tables_fromARecordOfOtherData_isRefused() throws IOException {
    Path first = folder.resolve("first");
    tables(first, QUICK);
    Path other = TinyDataset.write(folder.resolve("other"), true, "bolt");
    CommandRun run =
        tables(other, folder.resolve("second"), "--from", first.resolve("experiment.json"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("other data").contains("categories");
  }

  @Test
  void tables_otherSettingsInTheSameFolder_isRefused() {
    Path out = folder.resolve("out");
    tables(out, QUICK);
    CommandRun run = tables(out, "--preset", "standard", "--resolution", "32", "--seeds", "2");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("resolution 16x16, now 32x32");
  }

  @Test
  void tables_perCategory_isAnotherExperiment() {
    Path out = folder.resolve("out");
    tables(out, QUICK);
    CommandRun other =
        tables(
            out,
            "--preset",
            "standard",
            "--resolution",
            "16",
            "--seeds",
            "2",
            "--per-category",
            "mean");
    MadenetTest.assertMistake(other, "trained per category [], now [mean]");
    CommandRun unknown = tables(folder.resolve("none"), "--per-category", "mode");
    MadenetTest.assertMistake(unknown, "'mode'", "mean");
  }

  @Test
  void tables_unknownMethodOrNoSeed_isTheCallersMistake() {
    CommandRun method = tables(folder.resolve("out"), "--methods", "mean,dsr2");
    assertThat(method.code()).isEqualTo(2);
    assertThat(method.err()).contains("'dsr2'").contains("mean");
    CommandRun seeds =
        tables(folder.resolve("out"), "--preset", "standard", "--resolution", "16", "--seeds", "0");
    MadenetTest.assertMistake(seeds, "--seeds must be 1 to 1000");
  }

  @Test
  void tables_presetThatOneMethodCannotFollow_isRefusedBeforeTraining() {
    Path out = folder.resolve("out");
    CommandRun paper =
        CommandRun.of(
            "tables",
            "--data",
            data,
            "--out",
            out,
            "--preset",
            "paper",
            "--methods",
            "dsr,sfad",
            "--resolution",
            "16");
    MadenetTest.assertMistake(paper, "paper", "--backbone-weights");
    CommandRun quick = CommandRun.of("tables", "--data", data, "--out", out, "--preset", "quick");
    MadenetTest.assertMistake(quick, "no preset 'quick'", "lite");
    assertThat(out).doesNotExist();
  }

  @Test
  void tables_weightsFromAFile_areTheExperiments() throws IOException {
    Path out = folder.resolve("out");
    Path one = weights(1);
    Object[] words = {
      "tables",
      "--data",
      data,
      "--out",
      out,
      "--preset",
      "smoke",
      "--max-epochs",
      "1",
      "--seeds",
      "1",
      "--methods",
      "sfad",
      "--backbone-weights",
      one
    };
    CommandRun run = CommandRun.of(words);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readString(out.resolve("cells/seed-0/sfad/fit/metrics.json")))
        .contains("\"backbone weights SHA-256\" : \"" + Fingerprint.ofFile(one));
    Object[] other = words.clone();
    other[other.length - 1] = weights(2);
    MadenetTest.assertMistake(CommandRun.of(other), "another experiment", "files");
    Object[] without = Arrays.copyOf(words, words.length - 2);
    MadenetTest.assertMistake(CommandRun.of(without), "another experiment", "files");
    Files.delete(out.resolve("experiment.json"));
    MadenetTest.assertMistake(CommandRun.of(without), "backbone weights SHA-256", "now none");
    CommandRun unused = tables(folder.resolve("mean"), "--backbone-weights", one);
    MadenetTest.assertMistake(unused, "no method", "backbone weights");
  }

  private Path weights(long seed) throws IOException {
    return WeightsFileTest.write(
        folder.resolve("lite0-" + seed + ".safetensors"),
        Backbones.EFFICIENTNET_LITE0,
        BackboneWeights.random(seed));
  }

  /** The published backbones; only that the methods can be set up. */
  @Test
  @Tag("slow")
  void experiment_presetPaperWithBothWeights_isPossible() throws IOException {
    Path backbone =
        WeightsFileTest.write(
            folder.resolve("wrn50.safetensors"),
            Backbones.named("wide_resnet50_2"),
            BackboneWeights.random(1));
    Path classifier =
        WeightsFileTest.write(
            folder.resolve("b4.safetensors"),
            Backbones.named("efficientnet_b4"),
            BackboneWeights.random(1));
    TrainingFiles files =
        new TrainingFiles(Optional.of(backbone), Optional.of(classifier), Optional.empty());
    DetectorCatalog detectors = DetectorCatalog.standard();
    ExperimentPlan plan =
        new ExperimentPlan(
            "paper",
            List.of(0L),
            Method.all(detectors).stream().map(Method::name).toList(),
            MadeNetPresets.named("paper").inputSize(),
            null,
            List.of(),
            files.digests());
    assertThatCode(
            () -> new Experiment(detectors, plan, files, folder, ProgressListener.NONE, note -> {}))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> new Experiment(detectors, plan, folder, ProgressListener.NONE, note -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--classifier-weights");
  }

  /** All of MADE-Net, as short as it can be: about a minute. */
  @Test
  @Tag("slow")
  void tables_madeNet_comparesItWithItsParts() throws IOException {
    Path out = folder.resolve("out");
    CommandRun run =
        CommandRun.of(
            "tables",
            "--data",
            data,
            "--out",
            out,
            "--preset",
            "smoke",
            "--max-epochs",
            "1",
            "--seeds",
            "1");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readString(out.resolve("tables.md")))
        .contains("Table 5")
        .contains("MADE-Net without SRAD")
        .contains("MADE-Net blended without SRAD")
        .contains("MADE-Net told the category (selection)")
        .contains("MADE-Net blended (no choice)")
        .contains("Oracle")
        .contains("Table 8");
    assertThat(out.resolve("runs/seed-0/sfad/all-categories/fine-tuned.madenet")).exists();
    String blended = "cells/seed-0/made-net-blended/fine-tune/";
    assertThat(Files.readString(out.resolve(blended + "metrics.json")))
        .contains("\"temperature\" : \"0.1\"");
    assertThat(Files.readString(out.resolve(blended + "scores.csv")))
        .containsPattern("(sfad|srad)[+](srad|lpd)");
    assertThat(Files.readString(out.resolve("cells/seed-0/made-net/fine-tune/choices.json")))
        .contains("\"bolt\"");
    assertThat(Files.readString(out.resolve("ablation.html")))
        .contains("without SRAD: ")
        .contains("Ground-truth mask of bolt/");
  }
}
