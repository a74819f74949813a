package org.madenet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.madenet.bench.MadenetTest.assertMistake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.data.synthesis.FolderTextures;

/** Trainings with foreign textures of the caller's. */
class TexturesTest {

  @TempDir Path folder;

  private Path textures(String name, int count) throws IOException {
    Random random = new Random(5);
    for (int i = 0; i < count; i++) {
      TinyDataset.image(folder.resolve(name + "/banded/" + i + ".png"), random, true);
    }
    return folder.resolve(name);
  }

  private CommandRun train(String model, Path data, Path run, Path textures) {
    return CommandRun.of(
        "train",
        "--data",
        data,
        "--out",
        run,
        "--model",
        model,
        "--preset",
        "smoke",
        "--max-epochs",
        "1",
        "--stage",
        "fit",
        "--textures",
        textures);
  }

  @ParameterizedTest
  @ValueSource(strings = {"srad", "dsr"})
  void train_texturesOfAFolder_areRecordedAndNotMixed(String model) throws IOException {
    Path data = TinyDataset.write(folder.resolve("data"), false, "nut");
    Path run = folder.resolve("run");
    Path two = textures("two", 2);

    CommandRun trained = train(model, data, run, two);

    assertThat(trained.code()).as(trained.err()).isZero();
    JsonNode record = new ObjectMapper().readTree(run.resolve("training.json").toFile());
    String fingerprint = FolderTextures.open(two).fingerprint();
    assertThat(record.at("/options/textures").asText()).isEqualTo(fingerprint);
    assertThat(record.at("/categories/nut/fit/provenance").toString()).contains(fingerprint);
    assertMistake(train(model, data, run, textures("three", 3)), "other settings", "textures");
  }

  @Test
  void train_texturesThatNothingTakesOrThatAreNone_isTheCallersMistake() throws IOException {
    Path run = folder.resolve("run");
    Path one = textures("one", 1);
    assertMistake(train("sfad", folder, run, one), "only srad and dsr", "--textures");
    assertMistake(train("srad", folder, run, folder.resolve("none")), "none: is no folder");
    Object[] ensemble = {
      "ensemble", "--data", folder, "--out", run, "--submodels", "sfad,lpd", "--textures", one
    };
    assertMistake(CommandRun.of(ensemble), "SRAD", "--textures");
    Object[] budget = Arrays.copyOf(ensemble, ensemble.length);
    budget[0] = "budget";
    budget[5] = "--model";
    budget[6] = "lpd";
    assertMistake(CommandRun.of(budget), "only srad and dsr", "--textures");
    assertThat(run).doesNotExist();
  }
}
