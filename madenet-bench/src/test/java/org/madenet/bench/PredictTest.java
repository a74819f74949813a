package org.madenet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.madenet.bench.MadenetTest.assertMistake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictTest {

  @TempDir Path folder;
  private Path run;
  private Path photos;
  private Path out;

  @BeforeEach
  void train() throws IOException {
    run = folder.resolve("run");
    photos = folder.resolve("photos");
    out = folder.resolve("out");
    Path data = TinyDataset.write(folder.resolve("data"), false, "nut");
    CommandRun trained =
        CommandRun.of(
            MeanImageDetector.catalog(), "train", "--data", data, "--model", "mean", "--out", run);
    assertThat(trained.code()).as(trained.err()).isZero();
    for (int i = 0; i < 3; i++) {
      TinyDataset.image(photos.resolve(i + ".png"), new Random(i), i == 0);
    }
  }

  private CommandRun predict(Path to, Object... more) {
    Object[] words = {"predict", "--model", run, "--out", to};
    return CommandRun.of(
        MeanImageDetector.catalog(),
        Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray());
  }

  private static List<String> scores(Path of) throws IOException {
    return Files.readAllLines(of.resolve("scores.csv"));
  }

  private static List<String> maps(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of.resolve("maps"))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void predict_hiddenFiles_areNotLookedAt() throws IOException {
    Files.writeString(photos.resolve("._0.png"), "of another file system");
    Files.createDirectories(photos.resolve(".thumbnails"));
    Files.copy(photos.resolve("0.png"), photos.resolve(".thumbnails/0.png"));

    CommandRun predicted = predict(out, photos);

    assertThat(predicted.code()).as(predicted.err()).isZero();
    assertThat(scores(out)).hasSize(4);
  }

  @Test
  void predict_damagedImage_isNamedBeforeAnyWorkAndCanBeSkipped() throws IOException {
    Files.writeString(photos.resolve("9.png"), "no image");

    assertMistake(predict(out, photos), photos + " has 1 problem", "9.png");
    assertThat(out).doesNotExist();
    CommandRun skipped = predict(out, "--skip-problems", photos);
    assertThat(skipped.code()).as(skipped.err()).isZero();
    assertThat(skipped.err()).contains("skipped " + photos.resolve("9.png"), "for 1 problem");
    assertThat(scores(out)).hasSize(4);
    assertMistake(
        predict(folder.resolve("none"), "--skip-problems", photos.resolve("9.png")),
        "no image is left");
  }

  @Test
  void predict_intoTheFolderOfTheImages_scoresNoMapOfItsOwn() throws IOException {
    predict(photos, photos);
    List<String> once = scores(photos);

    CommandRun again = predict(photos, photos);
    CommandRun elsewhere = predict(out, photos);

    assertThat(again.code()).as(again.err()).isZero();
    assertThat(scores(photos)).isEqualTo(once).hasSize(4);
    assertThat(elsewhere.code()).as(elsewhere.err()).isZero();
    assertThat(scores(out)).isEqualTo(once);
    assertMistake(predict(photos, photos.resolve("maps/00000.png")), "is a map");
  }

  @Test
  void predict_fewerImagesThanBefore_leavesNoOldMap() throws IOException {
    predict(out, photos);
    assertThat(maps(out)).containsExactly("00000.png", "00001.png", "00002.png");

    CommandRun fewer = predict(out, photos.resolve("1.png"));

    assertThat(fewer.code()).as(fewer.err()).isZero();
    assertThat(scores(out)).hasSize(2);
    assertThat(maps(out)).containsExactly("00000.png");
  }

  @Test
  void predict_mapsThatNobodyKnows_areRefusedAndKept() throws IOException {
    Path mine = Files.createDirectories(out.resolve("maps")).resolve("00001.png");
    Files.writeString(mine, "mine");

    assertMistake(predict(out, photos), mine.toString(), "scores.csv", "another folder");
    assertThat(mine).hasContent("mine");
    assertThat(out.resolve("scores.csv")).doesNotExist();

    Files.move(mine, out.resolve("maps/notes.txt"));
    assertThat(predict(out, photos).code()).isZero();
    assertThat(maps(out)).containsExactly("00000.png", "00001.png", "00002.png", "notes.txt");
  }

  @Test
  void predict_temperatureOfARunWithoutSubmodels_isRefused() {
    assertMistake(
        predict(out, "--temperature", "0.7", photos), "--temperature", "madenet ensemble");
  }

  @Test
  void predict_intoARunOrTheResultsOfAnotherCommand_isRefusedAndLeavesThem() throws IOException {
    assertMistake(predict(run, photos), run + " holds results of madenet train", "another folder");
    Files.createDirectories(out);
    Files.writeString(out.resolve("report.html"), "a report");
    Files.writeString(out.resolve("scores.csv"), "of it");

    assertMistake(predict(out, photos), out + " holds results of madenet evaluate");
    assertThat(out.resolve("scores.csv")).hasContent("of it");
    assertThat(run.resolve("scores.csv")).doesNotExist();
  }
}
