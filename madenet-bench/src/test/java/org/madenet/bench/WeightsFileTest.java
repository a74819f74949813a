package org.madenet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.madenet.bench.MadenetTest.assertMistake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.madenet.core.backbone.Backbone;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.backbone.Backbones;
import org.madenet.core.backbone.Tap;
import org.madenet.core.io.PlainJson;
import org.madenet.core.io.Safetensors;
import org.madenet.srad.SradPresets;

/** Trainings whose backbone starts from a file of the caller's. */
class WeightsFileTest {

  @TempDir Path folder;

  /** A file as PyTorch would have written it. */
  static Path write(Path file, Backbone backbone, BackboneWeights weights) throws IOException {
    List<String> taps = backbone.taps().stream().map(Tap::name).toList();
    Safetensors.write(file, weights.load(backbone, taps).arrays(), Map.of());
    return file;
  }

  private Path random(Backbone backbone, long seed) throws IOException {
    return write(
        folder.resolve(backbone.name() + seed + ".safetensors"),
        backbone,
        BackboneWeights.random(seed));
  }

  @Test
  void train_sfadOnABackboneFromAFile_neitherNeedsNorMixesOthers() throws IOException {
    Path data = TinyDataset.write(folder.resolve("data"), false, "nut");
    Path run = folder.resolve("run");
    Backbone backbone = Backbones.named("resnet18");
    Object[] words = {
      "train",
      "--data",
      data,
      "--out",
      run,
      "--model",
      "sfad",
      "--preset",
      "smoke",
      "--max-epochs",
      "1",
      "--set",
      "features.backbone=resnet18",
      "--set",
      "features.taps=[\"layer1\",\"layer2\"]",
      "--backbone-weights",
      random(backbone, 1)
    };

    CommandRun trained = CommandRun.of(words);

    assertThat(trained.code()).as(trained.err()).isZero();
    JsonNode record = new ObjectMapper().readTree(run.resolve("training.json").toFile());
    assertThat(record.at("/options/backboneWeights").asText()).matches("[0-9a-f]{64}");
    words[words.length - 1] = random(backbone, 2);
    assertMistake(CommandRun.of(words), "other settings", "backboneWeights");
  }

  @Test
  void setup_sradAndLpd_takeWeightsOfTheirBackbone() throws IOException {
    Path encoder = random(SradPresets.SMOKE.encoder().backbone(), 1);
    Path lite = random(Backbones.EFFICIENTNET_LITE0, 1);
    Path other = random(Backbones.EFFICIENTNET_LITE0, 2);

    assertThat(options("srad", encoder).at("/backboneWeights").asText()).hasSize(64);
    assertThat(options("lpd", lite)).isNotEqualTo(options("lpd", other));
    assertThatThrownBy(() -> options("srad", lite))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(lite.toString())
        .hasMessageContaining("missing");
  }

  @Test
  void setup_withoutAFile_recordsWhatItAlwaysDid() {
    DetectorEntry.Setup<?> setup =
        DetectorCatalog.standard().entry("srad").setup().apply(TrainingSettings.of("smoke"));
    assertThat(setup.options()).isEqualTo(SradPresets.SMOKE.toJson());
  }

  private static JsonNode options(String model, Path weights) throws IOException {
    TrainingSettings settings =
        TrainingSettings.of("smoke").withBackboneWeights(Optional.of(weights));
    String options = DetectorCatalog.standard().entry(model).setup().apply(settings).options();
    return PlainJson.parse(options.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void train_fileOfAnotherBackbone_isTheCallersMistakeBeforeAnyWork() throws IOException {
    Path file = random(Backbones.named("resnet18"), 1);
    CommandRun run =
        CommandRun.of(
            "train",
            "--data",
            "nowhere",
            "--model",
            "sfad",
            "--preset",
            "paper",
            "--out",
            folder.resolve("run"),
            "--backbone-weights",
            file);
    assertMistake(run, file.toString(), "weights of wide_resnet50_2", "missing");
    Path text = Files.writeString(folder.resolve("notes.txt"), "no tensors");
    assertThatThrownBy(() -> WeightsFile.read(text, Backbones.named("resnet18")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("notes.txt");
    assertThatThrownBy(() -> WeightsFile.read(folder, Backbones.named("resnet18")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(folder + ": is a folder");
  }

  /** The published backbone and image size, hence slow; only what is trained is narrower. */
  @Test
  @Tag("slow")
  void train_sfadPaper_withWideResNetFromAFile() throws IOException {
    Path data = TinyDataset.write(folder.resolve("data"), false, "nut");
    CommandRun run =
        CommandRun.of(
            "train",
            "--data",
            data,
            "--model",
            "sfad",
            "--preset",
            "paper",
            "--max-epochs",
            "1",
            "--set",
            "adaptorWidth=64",
            "--set",
            "discriminatorWidth=32",
            "--out",
            folder.resolve("run"),
            "--backbone-weights",
            random(Backbones.named("wide_resnet50_2"), 1));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(folder.resolve("run/nut/unsupervised.madenet")).isNotEmptyFile();
  }
}
