package org.madenet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.madenet.core.TrainingRun;
import org.madenet.core.io.PlainJson;
import org.madenet.core.testing.SquareImages;
import org.madenet.core.train.StageOptions;
import org.madenet.lpd.LpdDetector;
import org.madenet.lpd.LpdOptions;
import org.madenet.lpd.LpdPresets;
import org.madenet.lpd.LpdTrainer;
import org.madenet.srad.InputScaling;
import org.madenet.srad.SradOptions;
import org.madenet.srad.SradPresets;

class TrainingSettingsTest {

  private static SradOptions changed(Map<String, String> changes) {
    return new TrainingSettings("lite", 0, OptionalInt.empty(), changes, Optional.empty())
        .changed(SradPresets.LITE.toJson(), SradOptions::fromJson);
  }

  @Test
  void seed_asSingleOption_isRefused() {
    assertThatThrownBy(() -> changed(Map.of("seed", "5")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--seed");
  }

  @Test
  void changed_nothing_isThePreset() {
    assertThat(changed(Map.of())).isEqualTo(SradPresets.LITE);
  }

  @Test
  void changed_numbersAndNames_areTheOnlyDifference() {
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("fit.maxEpochs", "3");
    changes.put("inputScaling", "IMAGENET");
    SradOptions expected =
        SradPresets.LITE.toBuilder()
            .fit(SradPresets.LITE.fit().withMaxEpochs(3))
            .inputScaling(InputScaling.IMAGENET)
            .build();
    assertThat(changed(changes)).isEqualTo(expected);
  }

  @Test
  void changed_wholeNumberForAFraction_isTaken() {
    assertThat(changed(Map.of("loss.gamma", "2")).loss().gamma()).isEqualTo(2.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "fit.epochs; 3; one of learningRate,",
        "seed.more; 3; there is no option 'seed.more'",
        "loss.gamma; much; 'much' is not valid JSON",
        "loss.gamma; -1; gamma",
        "loss.gamma; \"2\"; gamma",
        "fit.batchSize; 2.9; batchSize",
        "fit.batchSize; 2.0; batchSize",
        "fit.batchSize; true; batchSize",
        "inputScaling; NONE; InputScaling"
      })
  void changed_unknownOrOutOfRange_isRefused(String path, String value, String message) {
    assertThatThrownBy(() -> changed(Map.of(path, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void train_setUnknownOption_isTheCallersMistake() {
    CommandRun run =
        CommandRun.of(
            DetectorCatalog.standard(),
            "train",
            "--data",
            "nowhere",
            "--model",
            "srad",
            "--out",
            "never-made",
            "--set",
            "loss.gama=1");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("'loss.gama'").contains("gamma");
    assertThat(run.err().strip().lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"srad, only sfad can fuse", "sfad, no-such-file.madenet"})
  void train_fuseWhatCannotBe_isTheCallersMistake(String model, String message) {
    CommandRun run =
        CommandRun.of(
            DetectorCatalog.standard(),
            "train",
            "--data",
            "nowhere",
            "--model",
            model,
            "--out",
            "never-made",
            "--fuse",
            "no-such-file.madenet");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message);
    assertThat(run.err().strip().lines()).hasSize(1);
  }

  @Test
  void sfad_fusedWithAnLpdDetector_namesItsFeaturesAndItsWeights(@TempDir Path folder)
      throws IOException {
    SquareImages normal = SquareImages.normal(64, 4, 1);
    StageOptions brief = new StageOptions(1e-3, 0, 2, 1, 1, 1);
    LpdOptions smoke = LpdPresets.SMOKE.toBuilder().fit(brief).build();
    List<String> chosen = new ArrayList<>();
    for (long seed = 0; seed < 2; seed++) {
      Path file = folder.resolve("lpd" + seed + ".madenet");
      try (LpdDetector lpd =
          new LpdTrainer(smoke.toBuilder().seed(seed).build())
              .fit(normal, normal, TrainingRun.quiet())) {
        lpd.save(file);
      }
      TrainingSettings settings =
          new TrainingSettings("smoke", 0, OptionalInt.empty(), Map.of(), Optional.of(file));
      chosen.add(DetectorCatalog.standard().entry("sfad").setup().apply(settings).options());
    }
    JsonNode options = PlainJson.parse(chosen.get(0).getBytes(StandardCharsets.UTF_8));
    assertThat(options.at("/fused/0/backbone").asText()).isEqualTo("efficientnet_lite0");
    // Other weights, another run: resuming must not mix them.
    assertThat(chosen.get(0)).isNotEqualTo(chosen.get(1));
  }
}
