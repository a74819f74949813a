package org.madenet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MADE-Net from the command line, as short as it can be. */
class EnsembleTest {

  @TempDir Path folder;

  private CommandRun ensemble(Path data, Path run, Object... more) {
    Object[] words = {
      "ensemble",
      "--data",
      data,
      "--out",
      run,
      "--preset",
      "smoke",
      "--max-epochs",
      "1",
      "--submodels",
      "sfad,lpd"
    };
    Object[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return run(all);
  }

  private static CommandRun run(Object... words) {
    return CommandRun.of(DetectorCatalog.standard(), words);
  }

  @Test
  void ensembleThenEvaluateAndPredict_twoCategories_workAsOneRun() throws IOException {
    Path data = TinyDataset.write(folder.resolve("data"), true, "bolt", "nut");
    Path run = folder.resolve("run");

    CommandRun trained = ensemble(data, run);

    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("after fit").contains("after fit, then fine-tune");
    assertThat(Files.readString(run.resolve("selection.md")))
        .contains("synthetic anomalies")
        .contains("real anomalies")
        .contains("Classifier on the validation part");
    Path report = folder.resolve("report");
    CommandRun evaluated = run("evaluate", "--data", data, "--model", run, "--out", report);
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    JsonNode metrics = new ObjectMapper().readTree(report.resolve("metrics.json").toFile());
    assertThat(metrics.at("/categories/bolt/image_auroc").asDouble()).isBetween(0.0, 1.0);
    assertThat(metrics.at("/mean/pixel_ap").asDouble()).isBetween(0.0, 1.0);
    CommandRun alone =
        run(
            "evaluate",
            "--data",
            data,
            "--model",
            run,
            "--out",
            folder.resolve("lpd"),
            "--submodel",
            "lpd");
    assertThat(alone.code()).as(alone.err()).isZero();
    CommandRun absent =
        run(
            "evaluate",
            "--data",
            data,
            "--model",
            run,
            "--out",
            folder.resolve("srad"),
            "--submodel",
            "srad");
    assertThat(absent.code()).isEqualTo(2);
    assertThat(absent.err()).contains("no SRAD");
    Path predictions = folder.resolve("predictions");
    CommandRun predicted =
        run("predict", "--model", run, "--out", predictions, data.resolve("nut/test"));
    assertThat(predicted.code()).as(predicted.err()).isZero();
    assertThat(Files.readAllLines(predictions.resolve("scores.csv"))).hasSize(7);

    long before = Files.getLastModifiedTime(run.resolve("sfad/nut/fine-tuned.madenet")).toMillis();
    CommandRun again = ensemble(data, run);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(Files.getLastModifiedTime(run.resolve("sfad/nut/fine-tuned.madenet")).toMillis())
        .isEqualTo(before);
    CommandRun other = ensemble(data, run, "--seed", "1");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("seed 0, now 1");
  }

  @Test
  void ensemble_unknownSubmodelOrPreset_isTheCallersMistake() {
    Path run = folder.resolve("run");
    CommandRun unknown = run("ensemble", "--data", folder, "--out", run, "--submodels", "sfad,dsr");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("'dsr'").contains("sfad, srad, lpd");
    CommandRun paper = run("ensemble", "--data", folder, "--out", run, "--preset", "paper");
    assertThat(paper.code()).isEqualTo(2);
    assertThat(paper.err()).contains("MadeNetAssembler");
    assertThat(run).doesNotExist();
  }
}
