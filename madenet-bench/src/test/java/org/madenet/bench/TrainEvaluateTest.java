package org.madenet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.madenet.bench.MadenetTest.assertMistake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.io.DetectorFile;

class TrainEvaluateTest {

  @TempDir Path folder;
  private Path data;
  private Path run;
  private Path report;

  @BeforeEach
  void paths() {
    data = folder.resolve("data");
    run = folder.resolve("run");
    report = folder.resolve("report");
    MeanImageDetector.SEEN.clear();
    MeanImageDetector.resumptions = 0;
  }

  private CommandRun train(Object... more) {
    return with("train", "--data", data, "--model", "mean", "--out", run, more);
  }

  private CommandRun evaluate(Object... more) {
    return with("evaluate", "--data", data, "--model", run, "--out", report, more);
  }

  private static CommandRun with(Object... args) {
    Object[] more = (Object[]) args[args.length - 1];
    Stream<Object> words =
        Stream.concat(Arrays.stream(args).limit(args.length - 1), Arrays.stream(more));
    return CommandRun.of(MeanImageDetector.catalog(), words.toArray());
  }

  private JsonNode metrics() throws IOException {
    return new ObjectMapper().readTree(report.resolve("metrics.json").toFile());
  }

  @Test
  void trainThenEvaluate_separableCategories_gives1ForEachAndTheMean() throws IOException {
    TinyDataset.write(data, true, "nut", "bolt");

    CommandRun trained = train();
    CommandRun evaluated = evaluate();

    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("few defects, 8: evaluate --stage fit as well");
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(evaluated.out()).contains("image AUROC", "mean", "1.0000");
    // Every bright pixel is farther from the mean image than any other.
    for (String category : List.of("nut", "bolt")) {
      JsonNode node = metrics().at("/categories/" + category);
      assertThat(node.get("image_auroc").asDouble()).isEqualTo(1);
      assertThat(node.get("pixel_ap").asDouble()).isEqualTo(1);
      assertThat(node.at("/counts/normal").asInt()).isEqualTo(3);
      assertThat(node.at("/defect_types/scratch/images").asInt()).isEqualTo(3);
      assertThat(node.get("stage").asText()).isEqualTo("fit, fine-tune");
    }
    assertThat(metrics().at("/mean/aupro").asDouble()).isEqualTo(1);
    assertThat(Files.readAllLines(report.resolve("scores.csv")))
        .hasSize(13)
        .first()
        .isEqualTo("id,category,defect_type,label,score,dataset");
    assertThat(Files.readString(report.resolve("report.html")))
        .contains("<h2>Metrics</h2>", "scratch", "data:image/png;base64,")
        .doesNotContain("src=\"http", "<script", "What MADE-Net chose");
  }

  @Test
  void train_joint_makesOneDetectorThatServesEveryCategory() throws IOException {
    TinyDataset.write(data, true, "nut", "bolt");

    CommandRun trained = train("--joint");
    CommandRun evaluated = evaluate();

    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(run.resolve("all-categories/fine-tuned.madenet")).exists();
    assertThat(run.resolve("nut")).doesNotExist();
    assertThat(MeanImageDetector.SEEN).hasSize(20);
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(metrics().at("/categories/nut/image_auroc").asDouble()).isEqualTo(1);
    assertThat(metrics().at("/categories/bolt/image_auroc").asDouble()).isEqualTo(1);
    assertMistake(train(), "joint true, now false");
  }

  @Test
  void trainThenEvaluate_srad_showsReconstructions() throws IOException {
    TinyDataset.write(data, true, "nut");

    CommandRun trained =
        CommandRun.of(
            "train", "--data", data, "--model", "srad", "--preset", "smoke", "--out", run);
    CommandRun evaluated =
        CommandRun.of("evaluate", "--data", data, "--model", run, "--out", report);

    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(metrics().at("/categories/nut/stage").asText()).isEqualTo("fit, fine-tune");
    assertThat(Files.readString(report.resolve("report.html")))
        .contains("<span>reconstruction</span>")
        .containsPattern("defects copied by the reconstruction</td><td>\\d of 3 ");
  }

  /** Its training has one stage; the other is skipped, which is told. */
  @Test
  void trainThenEvaluate_dsr_scoresItsOneStage() throws IOException {
    TinyDataset.write(data, true, "nut");

    CommandRun trained =
        CommandRun.of(
            "train",
            "--data",
            data,
            "--model",
            "dsr",
            "--preset",
            "smoke",
            "--max-epochs",
            "1",
            "--out",
            run);
    CommandRun evaluated =
        CommandRun.of("evaluate", "--data", data, "--model", run, "--out", report);

    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out() + trained.err()).contains("dsr learns from normal images only");
    assertThat(run.resolve("nut/fine-tuned.madenet")).doesNotExist();
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(metrics().at("/categories/nut/stage").asText()).isEqualTo("fit");
    assertThat(metrics().at("/categories/nut/image_auroc").asDouble()).isBetween(0.0, 1.0);
    assertThat(Files.readString(report.resolve("report.html")))
        .contains("<span>reconstruction</span>");
  }

  @Test
  void trainThenEvaluate_lpd_scoresBothStages() throws IOException {
    TinyDataset.write(data, true, "nut");

    CommandRun trained =
        CommandRun.of(
            "train",
            "--data",
            data,
            "--model",
            "lpd",
            "--preset",
            "smoke",
            "--max-epochs",
            "1",
            "--out",
            run);
    CommandRun evaluated =
        CommandRun.of("evaluate", "--data", data, "--model", run, "--out", report);

    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(metrics().at("/categories/nut/stage").asText()).isEqualTo("fit, fine-tune");
  }

  @ParameterizedTest
  @ValueSource(strings = {"simplenet", "cutpaste"})
  void trainThenEvaluate_baseline_scoresStageOneAndRefusesStageTwo(String model)
      throws IOException {
    TinyDataset.write(data, true, "nut");
    Path refused = folder.resolve("refused");

    CommandRun trained =
        CommandRun.of("train", "--data", data, "--model", model, "--preset", "smoke", "--out", run);
    CommandRun evaluated =
        CommandRun.of("evaluate", "--data", data, "--model", run, "--out", report);

    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out())
        .contains("no stage fine-tune, " + model + " learns from normal images only");
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(metrics().at("/categories/nut/stage").asText()).isEqualTo("fit");
    assertThat(DetectorFile.readHeader(run.resolve("nut/unsupervised.madenet")).kind())
        .isEqualTo(model);
    assertMistake(
        CommandRun.of(
            "train", "--data", data, "--model", model, "--stage", "fine-tune", "--out", refused),
        "no stage fine-tune, " + model + " learns from normal images only");
    assertThat(refused).doesNotExist();
  }

  @Test
  void evaluate_stageFit_usesTheUnsupervisedDetector() throws IOException {
    TinyDataset.write(data, true, "nut");
    train();

    assertThat(evaluate("--stage", "fit").code()).isZero();
    assertThat(metrics().at("/categories/nut/stage").asText()).isEqualTo("fit");
  }

  @Test
  void train_anyStage_readsNoTestImage() throws IOException {
    TinyDataset.write(data, true, "nut");

    assertThat(train().code()).isZero();
    assertThat(MeanImageDetector.SEEN)
        .hasSize(10)
        .allSatisfy(id -> assertThat(id).startsWith("nut/train/"));
  }

  @Test
  void train_everyStage_writesItsLossesPerEpoch() throws IOException {
    TinyDataset.write(data, true, "nut");

    train("--stage", "fit");
    train();

    JsonNode stages =
        new ObjectMapper().readTree(run.resolve("training.json").toFile()).at("/categories/nut");
    for (String stage : List.of("fit", "fine-tune")) {
      JsonNode epochs = stages.at("/" + stage + "/epochs");
      assertThat(epochs).hasSize(1);
      assertThat(epochs.get(0).get("task").asText()).isEqualTo(stage);
      assertThat(epochs.get(0).get("number").asInt()).isEqualTo(1);
      assertThat(epochs.get(0).get("training").asDouble()).isEqualTo(0.5);
      assertThat(epochs.get(0).get("validation").asDouble()).isEqualTo(0.25);
    }
  }

  @Test
  void train_withoutAnomalousTrainingImages_stopsAfterStageOneAndSaysSo() throws IOException {
    TinyDataset.write(data, false, "nut");

    CommandRun trained = train();

    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out())
        .contains("no stage fine-tune", "there are 0")
        .contains("Next: madenet evaluate --data " + data + " --model " + run)
        .doesNotContain("few defects");
    assertThat(run.resolve("nut/unsupervised.madenet")).exists();
    assertThat(run.resolve("nut/fine-tuned.madenet")).doesNotExist();
    assertMistake(train("--stage", "fine-tune"), "no stage fine-tune");
  }

  @Test
  void train_goodPhotographsOnly_pointsToPredictAndEvaluateSaysWhy() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 6; i++) {
      TinyDataset.image(data.resolve("good/" + i + ".png"), random, false);
    }
    CommandRun trained = train();
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("Next: madenet predict --model " + run);
    assertMistake(evaluate(), "no image for testing", "kept out of training", "madenet predict");
  }

  @Test
  void train_defectsWithoutMasks_leavesStageTwoOutAndGivesNoAdviceOnIt() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 8; i++) {
      TinyDataset.image(data.resolve("good/" + i + ".png"), random, false);
      TinyDataset.image(data.resolve("bad/" + i + ".png"), random, true);
    }
    CommandRun trained = train();
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out())
        .contains("no stage fine-tune, mean learns from marked pixels")
        .doesNotContain("few defects");
  }

  @Test
  void train_everyImageSkipped_isRefusedAndWritesNothing() throws IOException {
    TinyDataset.write(data, false, "nut");
    for (int i = 0; i < 6; i++) {
      Files.writeString(data.resolve("nut/train/good/" + i + ".png"), "no image");
    }
    assertMistake(train("--skip-problems"), "no image for training is left", "madenet audit");
    assertThat(run).doesNotExist();
  }

  @Test
  void train_categoriesThatDifferByCase_areRefused() throws IOException {
    TinyDataset.write(data, false, "nut");
    StringBuilder manifest = new StringBuilder("image,label,category,split\n");
    for (int i = 0; i < 6; i++) {
      manifest.append("nut/train/good/%d.png,normal,%s,train%n".formatted(i, i < 3 ? "M" : "m"));
    }
    Files.writeString(data.resolve("manifest.csv"), manifest);
    assertMistake(train("--layout", "manifest"), "'M' and 'm'", "rename one");
    assertThat(run).doesNotExist();
  }

  @Test
  void evaluate_intoPredictionsOrFromAFileOfTheRun_isRefused() throws IOException {
    TinyDataset.write(data, false, "nut");
    assertThat(train().code()).isZero();
    CommandRun predicted =
        with(
            "predict",
            "--model",
            run,
            "--out",
            report,
            data.resolve("nut/test/good"),
            new Object[0]);
    assertThat(predicted.code()).as(predicted.err()).isZero();
    String scores = Files.readString(report.resolve("scores.csv"));
    assertMistake(evaluate(), "madenet predict", "name another folder");
    assertThat(report.resolve("scores.csv")).hasContent(scores);

    Path file = run.resolve("nut/unsupervised.madenet");
    Object[] none = {};
    Path other = folder.resolve("other");
    assertMistake(
        with("evaluate", "--data", data, "--model", file, "--out", other, none),
        "is a file; name the folder of the run");
    Path record = run.resolve("training.json");
    Files.writeString(
        record,
        Files.readString(record).replaceFirst("\"format\" : 1", "\"format\" : 2, \"later\" : 1"));
    assertMistake(
        with("evaluate", "--data", data, "--model", run, "--out", other, none),
        "has format 2, but this version reads 1");
  }

  @Test
  void train_finishedRun_isNotOverwrittenWithoutForce() throws IOException {
    TinyDataset.write(data, true, "nut");
    train();
    byte[] before = Files.readAllBytes(run.resolve("nut/unsupervised.madenet"));

    CommandRun again = train();
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("finished already", "--force");
    assertMistake(train("--seed", "7"), "seed 0, now 7", "--force");
    assertThat(run.resolve("nut/unsupervised.madenet")).hasBinaryContent(before);
    assertThat(train("--seed", "7", "--force").code()).isZero();
  }

  @Test
  void evaluate_interrupted_stopsAndWritesNothing() throws IOException {
    TinyDataset.write(data, true, "nut");
    train();

    Thread.currentThread().interrupt();
    CommandRun stopped = evaluate();
    boolean interrupted = Thread.interrupted();

    assertThat(interrupted).isTrue();
    assertThat(stopped.code()).isEqualTo(130);
    assertThat(stopped.err()).contains("stopped").doesNotContain("fault of madenet");
    assertThat(report.resolve("report.html")).doesNotExist();
  }

  @Test
  void train_interruptedWithForce_saysThatForceWouldStartAnew() throws IOException {
    TinyDataset.write(data, true, "nut");

    MeanImageDetector.stopNext = true;
    CommandRun stopped = train("--force");
    Thread.interrupted();

    assertThat(stopped.code()).isEqualTo(130);
    assertThat(stopped.err()).contains("without --force");
  }

  @Test
  void predict_categoryOfAJointRun_isRefused() throws IOException {
    TinyDataset.write(data, true, "nut", "bolt");
    train("--joint");
    Path image = data.resolve("nut/test/good/0.png");

    CommandRun run =
        CommandRun.of(
            MeanImageDetector.catalog(),
            "predict",
            "--model",
            this.run,
            "--category",
            "screw",
            "--out",
            report,
            image);

    assertMistake(run, "one detector for all", "--category");
  }

  @Test
  void train_interrupted_saysHowToGoOnAndTheSameCommandDoes() throws IOException {
    TinyDataset.write(data, true, "nut");
    train("--stage", "fit");

    MeanImageDetector.stopNext = true;
    CommandRun stopped = train();
    boolean interrupted = Thread.interrupted();

    assertThat(interrupted).isTrue();
    assertThat(stopped.code()).as(stopped.err()).isEqualTo(130);
    assertThat(stopped.err()).contains("the same command goes on");
    assertThat(run.resolve("nut/fine-tuned.madenet")).doesNotExist();
    CommandRun resumed = train();
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out())
        .contains("going on with stage fine-tune")
        .doesNotContain("stage fit on");
    assertThat(MeanImageDetector.resumptions).isEqualTo(1);
    assertThat(run.resolve("nut/fine-tuned.madenet")).exists();
    assertThat(run.resolve("nut/checkpoints")).doesNotExist();
  }

  @Test
  void train_folderWithOtherFiles_isLeftAlone() throws IOException {
    TinyDataset.write(data, true, "nut");
    Files.createDirectories(run);
    Files.writeString(run.resolve("thesis.tex"), "mine");

    assertMistake(train("--force"), run.toString(), "new folder");
    assertThat(run.resolve("thesis.tex")).hasContent("mine");
  }

  @Test
  void train_textFileNamedPng_isNamedAndCanBeSkipped() throws IOException {
    TinyDataset.write(data, true, "nut");
    Files.writeString(data.resolve("nut/train/good/0.png"), "no image");

    assertMistake(train(), "0.png", "--skip-problems", "madenet audit " + data);
    assertThat(run).doesNotExist();
    CommandRun counted = CommandRun.of("audit", data);
    assertThat(counted.code()).isZero();
    CommandRun strict = CommandRun.of("audit", data, "--strict");
    assertThat(strict.code()).isEqualTo(2);
    assertThat(strict.out()).isEqualTo(counted.out()).contains("0.png");
    CommandRun skipped = train("--skip-problems");
    assertThat(skipped.code()).as(skipped.err()).isZero();
    assertThat(skipped.err()).contains("skipped for 1 problem;");
  }

  @Test
  void evaluate_emptyMasks_countAtImageLevelOnly() throws IOException {
    TinyDataset.write(data, true, "nut");
    train();
    emptyMask(0);
    evaluate();
    JsonNode one = metrics().at("/categories/nut");
    assertThat(one.at("/counts/anomalous_without_mask").asInt()).isEqualTo(1);
    // As normal ones, the bright pixels of that image would be false alarms.
    assertThat(one.get("pixel_ap").asDouble()).isEqualTo(1);
    emptyMask(1);
    emptyMask(2);
    CommandRun none = evaluate();
    assertThat(none.code()).as(none.err()).isZero();
    assertThat(metrics().at("/categories/nut/image_auroc").asDouble()).isEqualTo(1);
    assertThat(metrics().at("/categories/nut/pixel_ap").isNumber()).isFalse();
  }

  private void emptyMask(int image) throws IOException {
    ImageIO.write(
        new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY),
        "png",
        data.resolve("nut/ground_truth/scratch/" + image + "_mask.png").toFile());
  }

  @Test
  void train_maskStoredAs0And1_isNamedWithItsLevelAndCanBeSkipped() throws IOException {
    TinyDataset.write(data, true, "nut");
    BufferedImage mask = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    mask.getRaster().setSample(2, 2, 0, 1);
    Path file = data.resolve("nut/ground_truth_train/scratch/10_mask.png");
    ImageIO.write(mask, "png", file.toFile());

    assertMistake(train(), file + ": marks no pixel", "level is 1 of 255", "multiply");
    assertThat(run).doesNotExist();
    CommandRun skipped = train("--skip-problems");
    assertThat(skipped.code()).as(skipped.err()).isZero();
    assertThat(skipped.err()).contains("skipped for 1 problem;");
    assertThat(MeanImageDetector.SEEN).noneMatch(id -> id.contains("10.png"));
  }

  @Test
  void evaluate_maskOfAnotherSize_isNamedAndNothingIsWritten() throws IOException {
    TinyDataset.write(data, true, "nut");
    train();
    TinyDataset.mask(data.resolve("nut/ground_truth/scratch/0_mask.png"), 8);

    assertMistake(evaluate(), "0_mask.png");
    assertThat(report).doesNotExist();
  }

  @Test
  void evaluate_modelFileCutInHalf_isRefusedAndNothingIsWritten() throws IOException {
    TinyDataset.write(data, true, "nut");
    train();
    Path file = run.resolve("nut/fine-tuned.madenet");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    assertMistake(evaluate(), "fine-tuned.madenet");
    assertThat(report).isEmptyDirectory();
  }

  @Test
  void evaluate_outIsAFile_isRefusedBeforeAnyWork() throws IOException {
    TinyDataset.write(data, true, "nut");
    train();
    Files.writeString(report, "a file");

    assertMistake(evaluate(), report.toString(), "is a file");
    assertThat(report).hasContent("a file");
  }

  @Test
  void evaluate_intoTheRun_isRefused() throws IOException {
    TinyDataset.write(data, true, "nut");
    train();

    CommandRun evaluated =
        CommandRun.of(
            MeanImageDetector.catalog(), "evaluate", "--data", data, "--model", run, "--out", run);

    assertMistake(evaluated, run + " holds results of madenet train", "another folder");
    assertThat(run.resolve("report.html")).doesNotExist();
  }

  @Test
  void evaluate_submodelsOfARunWithout_isRefusedAndNothingIsWritten() throws IOException {
    TinyDataset.write(data, true, "nut");
    train();

    assertMistake(evaluate("--with-submodels"), run.toString(), "madenet ensemble");
    assertThat(report).doesNotExist();
    assertMistake(evaluate("--submodel", "sfad"), run.toString(), "madenet ensemble");
    assertMistake(evaluate("--blend"), run.toString(), "madenet ensemble");
    CommandRun predicted =
        CommandRun.of("predict", "--model", run, "--out", report, "--blend", data);
    assertMistake(predicted, run.toString(), "madenet ensemble");
  }

  @Test
  void evaluate_folderThatIsNoRun_saysSo() throws IOException {
    TinyDataset.write(data, true, "nut");

    assertMistake(evaluate(), "training.json");
  }

  @Test
  void train_missingOrEmptyFolder_isTheCallersMistake() throws IOException {
    assertMistake(train(), data.toString(), "no such folder");
    Files.createDirectories(data);
    assertMistake(train(), data.toString(), "no known dataset layout");
    assertThat(run).doesNotExist();
  }

  @Test
  void report_fileNameWithMarkup_isEscaped() throws IOException {
    TinyDataset.write(data, false, "nut");
    Files.move(
        data.resolve("nut/test/good/0.png"), data.resolve("nut/test/good/<b onload=x>&.png"));
    train();

    assertThat(evaluate().code()).isZero();
    assertThat(Files.readString(report.resolve("report.html")))
        .contains("&lt;b onload=x&gt;&amp;.png")
        .doesNotContain("<b onload");
  }

  @Test
  void predict_folder_writesScoresAndMaps() throws IOException {
    TinyDataset.write(data, false, "nut");
    train();

    CommandRun predicted = predict(data.resolve("nut/test"));

    assertThat(predicted.code()).as(predicted.err()).isZero();
    assertThat(Files.readAllLines(report.resolve("scores.csv")))
        .hasSize(7)
        .first()
        .isEqualTo("image,score,map,scale_low,scale_high");
    assertThat(predicted.out()).doesNotContain("fell back", "synthetic");
    assertThat(report.resolve("maps")).isDirectoryContaining("glob:**.png");
  }

  private CommandRun predict(Path input) {
    return CommandRun.of(
        MeanImageDetector.catalog(), "predict", "--model", run, "--out", report, input);
  }

  @Test
  void predict_folderWithOtherFiles_scoresWhatCanBeDecoded() throws IOException {
    TinyDataset.write(data, false, "nut");
    train();
    Path good = data.resolve("nut/test/good");
    Files.writeString(good.resolve("notes.txt"), "not an image");
    gif(good.resolve("stray.gif"));
    Files.move(good.resolve("0.png"), good.resolve("0.JPE"));

    CommandRun predicted = predict(good);

    assertThat(predicted.code()).as(predicted.err()).isZero();
    assertThat(Files.readAllLines(report.resolve("scores.csv")).stream().skip(1))
        .extracting(row -> Path.of(row.substring(0, row.indexOf(','))).getFileName())
        .map(Path::toString)
        .containsExactly("0.JPE", "1.png", "2.png");
  }

  @Test
  void predict_fileThatCannotBeDecoded_isNamedWithWhatIsRead() throws IOException {
    TinyDataset.write(data, false, "nut");
    train();
    Path gif = gif(data.resolve("stray.gif"));

    CommandRun predicted = predict(gif);

    assertThat(predicted.code()).isNotZero();
    assertThat(predicted.err())
        .contains(gif + ": has the format gif; JPEG, PNG, BMP and TIFF are read")
        .doesNotContain("\tat ");
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertMistake(predict(gif(empty.resolve("a.gif")).getParent()), empty.toString(), "no image");
  }

  private static Path gif(Path file) throws IOException {
    ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_INDEXED), "gif", file.toFile());
    return file;
  }
}
