package org.madenet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.madenet.ism.MadeNetDetector;

/** {@code madenet ensemble --set}. */
class EnsembleSettingsTest {

  @TempDir Path folder;

  /** Of one category and one submodel, so that little is trained. */
  private CommandRun ensemble(String... changes) {
    Object[] words = {
      "ensemble",
      "--data",
      folder.resolve("data"),
      "--out",
      folder.resolve("run"),
      "--preset",
      "smoke",
      "--submodels",
      "sfad"
    };
    Object[] all = Arrays.copyOf(words, words.length + 2 * changes.length);
    for (int i = 0; i < changes.length; i++) {
      all[words.length + 2 * i] = "--set";
      all[words.length + 2 * i + 1] = changes[i];
    }
    return CommandRun.of(DetectorCatalog.standard(), all);
  }

  @Test
  void set_ownAndSubmodelsOptions_areRecordedAndRepeated() throws IOException {
    TinyDataset.write(folder.resolve("data"), true, "nut");
    Path run = folder.resolve("run");
    String[] changes = {"confidence=0.9", "sfad.fit.maxEpochs=1", "sfad.fineTune.maxEpochs=1"};

    CommandRun trained = ensemble(changes);

    assertThat(trained.code()).as(trained.err()).isZero();
    JsonNode own = training(run).at("/options/madeNet");
    assertThat(own.get("confidence").asDouble()).isEqualTo(0.9);
    assertThat(own.has("sfad")).isFalse();
    assertThat(training(run).get("command").asText()).contains("--set", "confidence=0.9");
    assertThat(training(run.resolve("sfad")).at("/options/fit/maxEpochs").asInt()).isEqualTo(1);
    try (MadeNetDetector made =
        MadeNetDetector.load(run.resolve("all-categories/fine-tuned.madenet"))) {
      assertThat(made.options().confidence()).isEqualTo(0.9);
    }
    assertThat(ensemble(changes).code()).isZero();
    CommandRun other = ensemble("confidence=0.8", changes[1], changes[2]);
    MadenetTest.assertMistake(other, "(madeNet.confidence 0.9, now 0.8)", "--force");
    CommandRun part = ensemble(changes[0], "sfad.fit.maxEpochs=2", changes[2]);
    MadenetTest.assertMistake(
        part, "sfad holds a run with other settings (fit.maxEpochs 1, now 2)", "--force");
  }

  @Test
  void set_runFromBeforeThereWereVisits_goesOn() throws IOException {
    TinyDataset.write(folder.resolve("data"), true, "nut");
    Path file = folder.resolve("run/training.json");
    String[] changes = {"sfad.fit.maxEpochs=1", "sfad.fineTune.maxEpochs=1"};
    assertThat(ensemble(changes).code()).isZero();
    ObjectNode record = (ObjectNode) training(folder.resolve("run"));
    ObjectNode stage = (ObjectNode) record.at("/options/madeNet/classifier/training");
    assertThat(stage.remove("maxVisits").asInt()).isZero();
    Files.writeString(file, record.toString());

    CommandRun again = ensemble(changes);

    assertThat(again.code()).as(again.err()).isZero();
  }

  private static JsonNode training(Path run) throws IOException {
    return new ObjectMapper().readTree(run.resolve("training.json").toFile());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "confidense=0.9; one of inputSize, classifier, confidence",
        "confidence=2; confidence",
        "classifier.droput=0; one of inputSize, backbone",
        "classifier.backbone=resnet18; efficientnet_lite0 only",
        "sfad.fit.epochs=1; sfad: there is no option 'fit.epochs'; here it can be one of adaptorLearningRate,",
        "sfad.seed=1; --seed",
        "seed=1; --seed",
        "lpd.fit.maxEpochs=1; 'lpd.fit.maxEpochs'"
      })
  void set_unknownOrOutOfRange_isTheCallersMistake(String change, String message) {
    MadenetTest.assertMistake(ensemble(change), message);
    assertThat(folder.resolve("run")).doesNotExist();
  }
}
