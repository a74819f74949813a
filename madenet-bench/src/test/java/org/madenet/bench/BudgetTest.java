package org.madenet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.madenet.bench.experiment.LabelBudget;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Datasets;
import org.madenet.data.ReadOptions;
import org.madenet.data.Sample;
import org.madenet.data.Split;

/** Fine-tuning with some of the annotated defects. */
class BudgetTest {

  @TempDir Path folder;

  private static Set<String> defects(AnomalyDataset part) {
    return part.anomalous().samples().stream().map(Sample::id).collect(Collectors.toSet());
  }

  @Test
  void of_growingShares_nestAndKeepAllNormalImages() throws IOException {
    Path data = TinyDataset.write(folder.resolve("data"), true, "bolt", "nut");
    AnomalyDataset training = Datasets.open(data, ReadOptions.DEFAULT).split(Split.TRAIN);
    Set<String> smaller = new HashSet<>();
    for (double share : new double[] {0.01, 0.5, 0.75, 1}) {
      AnomalyDataset part = new LabelBudget(share).of(training, 3);
      // Four of each category: two at least, then the nearest whole number.
      assertThat(part.anomalous().size()).isEqualTo(2 * (int) Math.max(2, 4 * share));
      assertThat(part.normal().samples()).isEqualTo(training.normal().samples());
      assertThat(defects(part)).containsAll(smaller);
      assertThat(defects(new LabelBudget(share).of(training, 3))).isEqualTo(defects(part));
      smaller = defects(part);
    }
    Set<Set<String>> draws = new HashSet<>();
    for (long seed = 0; seed < 10; seed++) {
      draws.add(defects(new LabelBudget(0.5).of(training, seed)));
    }
    assertThat(draws).hasSizeGreaterThan(1);
  }

  @Test
  void budget_twoShares_trainsStageOneOnceAndDrawsACurve() throws IOException {
    Path data = TinyDataset.write(folder.resolve("data"), true, "bolt", "nut");
    Path out = folder.resolve("out");
    Object[] words = {
      "budget", "--data", data, "--model", "mean", "--out", out, "--shares", "0.5,1", "--seeds", "2"
    };
    CommandRun run = CommandRun.of(MeanImageDetector.catalog(), words);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("none (unsupervised)").contains("50 %").contains("100 %");
    assertThat(Files.readString(out.resolve("tables.md"))).contains("| 50 % | 4 |");
    assertThat(out.resolve("curve.png")).isNotEmptyFile();
    // Each point says what it came from.
    assertThat(Files.readString(out.resolve("seed-1/share-0.5/metrics.json")))
        .contains("commit")
        .contains("training data SHA-256")
        .contains("backend");
    Path base = out.resolve("seed-1/unsupervised/nut/unsupervised.madenet");
    assertThat(out.resolve("seed-1/share-0.5/nut/unsupervised.madenet"))
        .hasSameBinaryContentAs(base);
    long before =
        Files.getLastModifiedTime(out.resolve("seed-0/share-1.0/metrics.json")).toMillis();
    assertThat(CommandRun.of(MeanImageDetector.catalog(), words).code()).isZero();
    assertThat(Files.getLastModifiedTime(out.resolve("seed-0/share-1.0/metrics.json")).toMillis())
        .isEqualTo(before);
  }

  @Test
  void budget_otherTestImages_areEvaluatedAnew() throws IOException {
    Path data = TinyDataset.write(folder.resolve("data"), true, "bolt");
    Path out = folder.resolve("out");
    Object[] words = {
      "budget",
      "--data",
      data,
      "--model",
      "mean",
      "--out",
      out,
      "--shares",
      "0.015,1",
      "--seeds",
      "1"
    };
    CommandRun.of(MeanImageDetector.catalog(), words);
    assertThat(Files.readString(out.resolve("tables.md"))).contains("| 1.5 % | 2 |");
    Path metrics = out.resolve("seed-0/share-1.0/metrics.json");
    String before = Files.readString(metrics);
    assertThat(before).contains("\"normal\" : 3");
    Files.delete(data.resolve("bolt/test/good/2.png"));
    CommandRun run = CommandRun.of(MeanImageDetector.catalog(), words);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readString(metrics)).contains("\"normal\" : 2");
  }

  @Test
  void budget_folderOfAnotherCommand_isRefused() throws IOException {
    Path data = TinyDataset.write(folder.resolve("data"), true, "bolt");
    Path out = folder.resolve("out");
    Object[] tables = {
      "tables", "--data", data, "--out", out, "--preset", "standard", "--resolution", "16"
    };
    CommandRun first = CommandRun.of(MeanImageDetector.catalog(), tables);
    assertThat(first.code()).as(first.err()).isZero();
    String before = Files.readString(out.resolve("tables.md"));
    CommandRun run =
        CommandRun.of(
            MeanImageDetector.catalog(), "budget", "--data", data, "--model", "mean", "--out", out);
    MadenetTest.assertMistake(run, out.toString(), "madenet tables");
    assertThat(out.resolve("tables.md")).hasContent(before);
    assertThat(out.resolve("seed-0")).doesNotExist();
  }

  @Test
  void budget_withoutAnnotatedDefects_isRefusedBeforeTraining() throws IOException {
    Path data = TinyDataset.write(folder.resolve("data"), false, "bolt");
    Path out = folder.resolve("out");
    CommandRun run =
        CommandRun.of(
            MeanImageDetector.catalog(), "budget", "--data", data, "--model", "mean", "--out", out);
    MadenetTest.assertMistake(run, "bolt", "2 anomalous training images", "there are 0");
    assertThat(out.resolve("seed-0")).doesNotExist();
  }

  @Test
  void budget_impossibleShareOrMethodWithoutStageTwo_isTheCallersMistake() throws IOException {
    Path data = TinyDataset.write(folder.resolve("data"), true, "bolt");
    CommandRun share =
        CommandRun.of(
            MeanImageDetector.catalog(),
            "budget",
            "--data",
            data,
            "--model",
            "mean",
            "--out",
            folder.resolve("out"),
            "--shares",
            "1.5");
    assertThat(share.code()).isEqualTo(2);
    assertThat(share.err()).contains("1.5");
    CommandRun method =
        CommandRun.of(
            "budget", "--data", data, "--model", "simplenet", "--out", folder.resolve("out"));
    MadenetTest.assertMistake(method, "simplenet", "normal images only");
    CommandRun preset =
        CommandRun.of(
            "budget",
            "--data",
            data,
            "--model",
            "sfad",
            "--preset",
            "paper",
            "--out",
            folder.resolve("out"));
    MadenetTest.assertMistake(preset, "paper", "--backbone-weights");
    CommandRun weights =
        CommandRun.of(
            "budget",
            "--data",
            data,
            "--model",
            "sfad",
            "--preset",
            "paper",
            "--out",
            folder.resolve("out"),
            "--backbone-weights",
            folder.resolve("absent.safetensors"));
    MadenetTest.assertMistake(weights, "absent.safetensors: no such file", "wide_resnet50_2");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
