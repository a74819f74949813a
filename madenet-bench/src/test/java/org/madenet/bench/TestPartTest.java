package org.madenet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestPartTest {

  @TempDir Path folder;

  private void images(Path data, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      TinyDataset.image(data.resolve("good/" + i + ".png"), new Random(i), false);
      TinyDataset.image(data.resolve("bad/" + i + ".png"), new Random(100 + i), true);
    }
  }

  private CommandRun train(Path data) {
    return CommandRun.of(
        MeanImageDetector.catalog(),
        "train",
        "--data",
        data,
        "--model",
        "mean",
        "--skip-problems",
        "--out",
        folder.resolve("run"));
  }

  private CommandRun evaluate(Path data) {
    CommandRun run =
        CommandRun.of(
            MeanImageDetector.catalog(),
            "evaluate",
            "--data",
            data,
            "--skip-problems",
            "--model",
            folder.resolve("run"),
            "--out",
            folder.resolve("report"));
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  private JsonNode facts() throws IOException {
    return new ObjectMapper()
        .readTree(folder.resolve("report/metrics.json").toFile())
        .path("facts");
  }

  @Test
  void evaluate_drawnSplitThatIsNotTheRuns_saysSo() throws IOException {
    Path data = folder.resolve("data");
    images(data, 0, 10);
    train(data);
    assertThat(evaluate(data).err()).doesNotContain("may have been trained on");
    assertThat(facts().has("split")).isFalse();

    images(data, 10, 15);

    assertThat(evaluate(data).err()).contains("may have been trained on", "Train anew");
    assertThat(facts().path("split").asText()).contains("may have been trained on");
    assertThat(Files.readString(folder.resolve("report/report.html")))
        .contains("may have been trained on");
  }

  @Test
  void evaluate_runThatSkippedADamagedImage_isStillThatOfTheSplit() throws IOException {
    Path data = folder.resolve("data");
    images(data, 0, 10);
    // Ten more, so that some of them are drawn for training.
    for (int i = 10; i < 20; i++) {
      Files.writeString(data.resolve("good/" + i + ".png"), "no image");
    }
    CommandRun trained = train(data);
    assertThat(trained.err()).contains("skipped for");

    assertThat(evaluate(data).err()).doesNotContain("may have been trained on");
  }

  @Test
  void evaluate_splitOfTheDatasetsOwn_isNotDoubted() throws IOException {
    Path data = TinyDataset.write(folder.resolve("data"), false, "nut");
    train(data);
    TinyDataset.image(data.resolve("nut/train/good/new.png"), new Random(77), false);

    assertThat(evaluate(data).err()).doesNotContain("may have been trained on");
    assertThat(facts().has("split")).isFalse();
  }

  @Test
  void copyOfATrainingImageAmongTheTestImages_isToldWithTheFigures() throws IOException {
    Path data = TinyDataset.write(folder.resolve("data"), true, "nut");
    Files.copy(data.resolve("nut/train/good/0.png"), data.resolve("nut/test/good/copy.png"));
    train(data);
    String sentence = "1 image is in the training part and in the test part";

    assertThat(evaluate(data).err()).containsOnlyOnce(sentence);
    assertThat(facts().path("images in both parts").asText()).startsWith(sentence);

    Path budget = folder.resolve("budget");
    CommandRun run =
        CommandRun.of(
            MeanImageDetector.catalog(),
            "budget",
            "--data",
            data,
            "--model",
            "mean",
            "--shares",
            "1",
            "--seeds",
            "1",
            "--out",
            budget);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).containsOnlyOnce(sentence);
    assertThat(Files.readString(budget.resolve("tables.md"))).contains(sentence);
  }
}
