package org.madenet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.madenet.bench.run.EnsembleTraining;
import org.madenet.bench.run.RunFolder;
import org.madenet.core.TrainingException;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.backbone.Backbones;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Datasets;
import org.madenet.data.Split;
import org.madenet.ism.ClassifierReport;
import org.madenet.ism.MadeNetDetector;
import org.madenet.ism.MadeNetPresets;
import org.madenet.ism.PerformanceMap;
import org.madenet.ism.Submodel;

/** MADE-Net from the command line, as short as it can be. */
class EnsembleTest {

  @TempDir Path folder;
  private Path weights;

  /** The classifier starts from a file; what it holds are the weights that it would have anyway. */
  @BeforeEach
  void classifierWeights() throws IOException {
    weights =
        WeightsFileTest.write(
            folder.resolve("lite0.safetensors"),
            Backbones.EFFICIENTNET_LITE0,
            BackboneWeights.embedded());
  }

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
      "sfad,lpd",
      "--per-category",
      "sfad",
      "--classifier-weights",
      weights
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
    assertThat(json(run.resolve("training.json")).at("/options/classifierWeights").asText())
        .matches("[0-9a-f]{64}");
    Path report = folder.resolve("report");
    CommandRun evaluated =
        run("evaluate", "--data", data, "--model", run, "--out", report, "--with-submodels");
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    JsonNode metrics = json(report.resolve("metrics.json"));
    assertThat(metrics.at("/categories/bolt/image_auroc").asDouble()).isBetween(0.0, 1.0);
    assertThat(metrics.at("/mean/pixel_ap").asDouble()).isBetween(0.0, 1.0);
    assertSelection(metrics.get("selection"), run);
    assertSectionShows(metrics.get("selection"), Files.readString(report.resolve("report.html")));
    assertRoutesAreThoseOfScores(metrics.get("selection"), report.resolve("scores.csv"));
    assertThat(Files.readString(report.resolve("comparison.md")))
        .contains("| bolt |", "| Mean |", "Best single: ", "no choice per category", "blended");
    assertThat(json(report.resolve("blended/metrics.json")).at("/facts/model").asText())
        .isEqualTo("MADE-Net, blended at 0.1");
    JsonNode part = json(report.resolve("lpd/metrics.json"));
    assertThat(part.at("/facts/model").asText()).isEqualTo("MADE-Net, always LPD");
    assertThat(part.has("selection")).isFalse();
    CommandRun both =
        run(
            "evaluate",
            "--data",
            data,
            "--model",
            run,
            "--out",
            report,
            "--with-submodels",
            "--submodel",
            "lpd");
    MadenetTest.assertMistake(both, "--submodel", "--with-submodels");
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
    assertThat(json(folder.resolve("lpd/metrics.json")).get("categories"))
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*seconds_predicting.*")
        .isEqualTo(part.get("categories"));
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
    assertThat(Files.readAllLines(predictions.resolve("scores.csv")))
        .hasSize(7)
        .first()
        .isEqualTo(
            "image,score,map,scale_low,scale_high,"
                + "predicted_category,confidence,submodel,fallback");
    assertFallbacksFollowTheGate(predictions.resolve("scores.csv"), predicted.out());
    assertToldCategoryIsNotRecognised(data, run);
    assertBlendedTakesAllSubmodels(data, run);

    long before = Files.getLastModifiedTime(run.resolve("sfad/nut/fine-tuned.madenet")).toMillis();
    CommandRun again = ensemble(data, run);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(Files.getLastModifiedTime(run.resolve("sfad/nut/fine-tuned.madenet")).toMillis())
        .isEqualTo(before);
    CommandRun other = ensemble(data, run, "--seed", "1");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("seed 0, now 1");

    assertForceLeavesNothing(data, run);
  }

  /** Stopped in the first submodel, nothing of the other's earlier run is left to go on with. */
  private void assertForceLeavesNothing(Path data, Path run) throws IOException {
    assertThat(run.resolve("lpd/training.json")).exists();
    EnsembleTraining training =
        new EnsembleTraining(
            DetectorCatalog.standard().perCategory(List.of("sfad")),
            new TrainingSettings("smoke", 0, OptionalInt.of(1), Map.of(), Optional.empty()),
            MadeNetPresets.SMOKE,
            Optional.of(weights),
            Set.of(Submodel.SFAD, Submodel.LPD),
            new RunFolder(run),
            run,
            progress -> Thread.currentThread().interrupt(),
            note -> {});
    AnomalyDataset dataset = Datasets.open(data).split(Split.TRAIN);
    assertThatThrownBy(() -> training.run(dataset, true, "again"))
        .isInstanceOf(TrainingException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(run.resolve("sfad/training.json")).exists();
    assertThat(run.resolve("lpd/training.json")).doesNotExist();
  }

  private void assertToldCategoryIsNotRecognised(Path data, Path run) throws IOException {
    Path told = folder.resolve("told");
    CommandRun nuts =
        run(
            "predict",
            "--model",
            run,
            "--category",
            "bolt",
            "--out",
            told,
            data.resolve("nut/test"));
    assertThat(nuts.code()).as(nuts.err()).isZero();
    assertThat(nuts.out()).doesNotContain("fell back");
    List<String> lines = Files.readAllLines(told.resolve("scores.csv"));
    assertThat(lines.subList(1, lines.size()))
        .hasSize(6)
        .allMatch(line -> line.contains(",bolt,1.0,") && line.endsWith(",0"));
    MadenetTest.assertMistake(
        run("predict", "--model", run, "--category", "screw", "--out", told, data.resolve("nut")),
        "'screw'",
        "bolt, nut");
  }

  private void assertBlendedTakesAllSubmodels(Path data, Path run) throws IOException {
    Path out = folder.resolve("blended");
    Path scores = folder.resolve("blended-scores");
    CommandRun evaluated =
        run(
            "evaluate",
            "--data",
            data,
            "--model",
            run,
            "--out",
            out,
            "--blend",
            "--temperature",
            "2");
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    JsonNode metrics = json(out.resolve("metrics.json"));
    assertThat(metrics.at("/facts/model").asText()).isEqualTo("MADE-Net, blended at 2.0");
    assertThat(metrics.at("/selection/blended/temperature").asDouble()).isEqualTo(2);
    JsonNode weights = metrics.at("/selection/blended/weights/nut");
    assertThat(weights.get("sfad").asDouble() + weights.get("lpd").asDouble())
        .isCloseTo(1, within(1e-12));
    assertThat(metrics.at("/selection/routes/nut/submodels/sfad").asInt()).isEqualTo(6);
    assertThat(metrics.at("/selection/routes/nut/submodels/lpd").asInt()).isEqualTo(6);
    assertThat(records(out.resolve("scores.csv")))
        .allSatisfy(row -> assertThat(row.get("submodel")).isEqualTo("sfad+lpd"));
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("softmax at temperature 2.0")
        .contains(String.format(Locale.ROOT, "(%.1f %%)", 100 * weights.get("lpd").asDouble()))
        .doesNotContain("✓");
    CommandRun predicted =
        run(
            "predict",
            "--model",
            run,
            "--category",
            "nut",
            "--out",
            scores,
            "--blend",
            data.resolve("nut/test"));
    assertThat(predicted.code()).as(predicted.err()).isZero();
    assertThat(Files.readString(scores.resolve("scores.csv"))).contains(",nut,1.0,");
    CommandRun both =
        run(
            "evaluate",
            "--data",
            data,
            "--model",
            run,
            "--out",
            out,
            "--blend",
            "--submodel",
            "lpd");
    MadenetTest.assertMistake(both, "--submodel", "--blend");
    CommandRun none =
        run(
            "evaluate",
            "--data",
            data,
            "--model",
            run,
            "--out",
            out,
            "--blend",
            "--temperature",
            "0");
    MadenetTest.assertMistake(none, "temperature");
    CommandRun cold =
        run("evaluate", "--data", data, "--model", run, "--out", out, "--temperature", "1");
    MadenetTest.assertMistake(cold, "--blend");
    CommandRun twice =
        run(
            "evaluate",
            "--data",
            data,
            "--model",
            run,
            "--out",
            out,
            "--blend",
            "--with-submodels");
    MadenetTest.assertMistake(twice, "--with-submodels", "--blend");
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  /** What metrics.json says of the choice is what the trained file holds. */
  private static void assertSelection(JsonNode selection, Path run) throws IOException {
    try (MadeNetDetector made =
        MadeNetDetector.load(run.resolve("all-categories/fine-tuned.madenet"))) {
      PerformanceMap map = made.performanceMap();
      ClassifierReport classifier = made.classifierReport().orElseThrow();
      for (String category : List.of("bolt", "nut")) {
        JsonNode choice = selection.at("/choices/" + category);
        assertThat(choice.get("chosen").asText()).isEqualTo(map.choices().get(category).kind());
        assertThat(choice.get("measured_on").asText()).isEqualTo("validation");
        JsonNode best = choice.at("/submodels/" + choice.get("chosen").asText());
        choice
            .get("submodels")
            .forEach(
                other ->
                    assertThat(best.get("score").asDouble())
                        .isGreaterThanOrEqualTo(other.get("score").asDouble()));
        assertThat(choice.at("/submodels/lpd/score").asDouble())
            .isEqualTo(map.score(category, Submodel.LPD));
        assertThat(selection.at("/routes/" + category + "/images").asInt()).isEqualTo(6);
      }
      JsonNode validation = selection.at("/classifier/validation");
      assertThat(selection.at("/classifier/gate").asDouble()).isEqualTo(0.85);
      assertThat(validation.get("accuracy").asDouble()).isEqualTo(classifier.accuracy());
      assertThat(validation.get("expected_calibration_error").asDouble())
          .isEqualTo(classifier.expectedCalibrationError());
      assertThat(validation.at("/confusion/1/0").asInt())
          .isEqualTo(classifier.confusion().get(1).get(0));
    }
    // The test images once more, by themselves.
    JsonNode test = selection.at("/classifier/test");
    assertThat(test.get("images").asInt()).isEqualTo(12);
    int recognised =
        selection.at("/routes/bolt/recognised").asInt()
            + selection.at("/routes/nut/recognised").asInt();
    int gated =
        selection.at("/routes/bolt/gated").asInt() + selection.at("/routes/nut/gated").asInt();
    assertThat(test.get("accuracy").asDouble()).isEqualTo(recognised / 12.0);
    assertThat(test.get("gated_share").asDouble()).isEqualTo(gated / 12.0);
  }

  private static void assertSectionShows(JsonNode selection, String page) {
    double score =
        selection
            .at("/choices/nut/submodels/" + selection.at("/choices/nut/chosen").asText())
            .get("score")
            .asDouble();
    double error = selection.at("/classifier/test/expected_calibration_error").asDouble();
    assertThat(page)
        .contains("<h2>What MADE-Net chose</h2>", "0.5 image AUROC + 0.5 pixel AP")
        .contains(String.format(Locale.ROOT, "<td class=\"chosen\">✓ %.3f</td>", score))
        .contains(String.format(Locale.ROOT, "Expected calibration error %.3f", error))
        .contains("real anomalies", "The classifier on the validation part")
        .contains("alt=\"Reliability diagram of the classifier on the test images\"")
        .contains("<table class=\"confusion\">")
        .doesNotContain("src=\"http", "<script");
  }

  /** The counts of metrics.json against the images of scores.csv, one by one. */
  private static void assertRoutesAreThoseOfScores(JsonNode selection, Path scores)
      throws IOException {
    List<CSVRecord> rows = records(scores);
    assertThat(rows).hasSize(12);
    for (String category : List.of("bolt", "nut")) {
      JsonNode routes = selection.at("/routes/" + category);
      List<CSVRecord> own = rows.stream().filter(r -> r.get("category").equals(category)).toList();
      for (String kind : List.of("sfad", "lpd")) {
        assertThat(own.stream().filter(r -> r.get("submodel").equals(kind)))
            .hasSize(routes.at("/submodels/" + kind).asInt());
      }
      assertThat(own.stream().filter(r -> r.get("fallback").equals("1")))
          .hasSize(routes.get("gated").asInt());
      assertThat(own.stream().filter(r -> r.get("predicted_category").equals(category)))
          .hasSize(routes.get("recognised").asInt());
    }
  }

  private static void assertFallbacksFollowTheGate(Path scores, String printed) throws IOException {
    long fallbacks = 0;
    for (CSVRecord row : records(scores)) {
      boolean fallback = Double.parseDouble(row.get("confidence")) <= 0.85;
      assertThat(row.get("fallback")).isEqualTo(fallback ? "1" : "0");
      assertThat(row.get("predicted_category")).isIn("bolt", "nut");
      if (fallback) {
        assertThat(row.get("submodel")).isEqualTo("sfad");
        fallbacks++;
      }
    }
    assertThat(printed.contains("fell back")).isEqualTo(fallbacks > 0);
  }

  private static List<CSVRecord> records(Path file) throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).build();
    try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, format)) {
      return parser.getRecords();
    }
  }

  @Test
  void ensemble_paperChoicesOfNoCategory_isRefusedBeforeTraining() throws IOException {
    Path data = TinyDataset.write(folder.resolve("data"), true, "bolt", "sot");
    Path run = folder.resolve("run");
    CommandRun none = ensemble(data, run, "--paper-choices", "--category", "bolt");
    MadenetTest.assertMistake(none, "Table 6", "bolt", "--paper-choices");
    assertThat(run).doesNotExist();
  }

  /** SFAD's stage two learns from marked pixels, LPD's from labels as well. */
  @Test
  void ensemble_defectsWithoutMasks_choosesAfterStageOneAndSaysWhy() throws IOException {
    Path data = folder.resolve("bolts");
    Random random = new Random(1);
    for (int i = 0; i < 12; i++) {
      TinyDataset.image(data.resolve("good/" + i + ".png"), random, false);
      TinyDataset.image(data.resolve("bad/" + i + ".png"), random, true);
    }
    Path run = folder.resolve("run");
    CommandRun trained = ensemble(data, run);
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out() + trained.err())
        .contains("no stage fine-tune, sfad learns from marked pixels, and none of the")
        .contains("made-net: no stage fine-tune, which sfad did not come to")
        .contains("after fit")
        .doesNotContain("after fit, then fine-tune");
    assertThat(run.resolve("lpd/all-categories/fine-tuned.madenet")).exists();
    Path report = folder.resolve("report");
    CommandRun evaluated = run("evaluate", "--data", data, "--model", run, "--out", report);
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(json(report.resolve("metrics.json")).at("/mean/image_auroc").isNumber()).isTrue();

    Path labels = folder.resolve("labels");
    CommandRun image =
        run(
            "ensemble",
            "--data",
            data,
            "--out",
            labels,
            "--preset",
            "smoke",
            "--max-epochs",
            "1",
            "--submodels",
            "lpd");
    assertThat(image.code()).as(image.err()).isZero();
    assertThat(image.out()).contains("after fit, then fine-tune");
    Path measured = folder.resolve("measured");
    CommandRun scored = run("evaluate", "--data", data, "--model", labels, "--out", measured);
    assertThat(scored.code()).as(scored.err()).isZero();
    JsonNode choice = json(measured.resolve("metrics.json")).at("/selection/choices");
    JsonNode lpd = choice.elements().next().at("/submodels/lpd");
    assertThat(lpd.get("image_auroc").isNumber()).isTrue();
    assertThat(lpd.get("pixel_ap").isNull()).isTrue();
    assertThat(Files.readString(labels.resolve("selection.md"))).contains("| - |");
  }

  @Test
  void ensemble_unknownSubmodelOrPreset_isTheCallersMistake() {
    Path run = folder.resolve("run");
    CommandRun unknown = run("ensemble", "--data", folder, "--out", run, "--submodels", "sfad,dsr");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("'dsr'").contains("sfad, srad, lpd");
    CommandRun left =
        run(
            "ensemble",
            "--data",
            folder,
            "--out",
            run,
            "--submodels",
            "sfad",
            "--per-category",
            "lpd");
    MadenetTest.assertMistake(left, "--per-category lpd", "which are sfad");
    CommandRun paper = run("ensemble", "--data", folder, "--out", run, "--preset", "paper");
    MadenetTest.assertMistake(paper, "efficientnet_b4", "--classifier-weights");
    CommandRun wrong =
        run(
            "ensemble",
            "--data",
            folder,
            "--out",
            run,
            "--preset",
            "paper",
            "--classifier-weights",
            weights);
    MadenetTest.assertMistake(wrong, "lite0.safetensors", "weights of efficientnet_b4", "missing");
    CommandRun backbone =
        run(
            "ensemble",
            "--data",
            folder,
            "--out",
            run,
            "--backbone-weights",
            folder.resolve("absent.safetensors"));
    MadenetTest.assertMistake(backbone, "absent.safetensors: no such file", "efficientnet_lite0");
    assertThat(run).doesNotExist();
  }
}
