package org.madenet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.madenet.srad.InputScaling;
import org.madenet.srad.SradOptions;
import org.madenet.srad.SradPresets;

class TrainingSettingsTest {

  private static SradOptions changed(Map<String, String> changes) {
    return new TrainingSettings("lite", 0, OptionalInt.empty(), changes)
        .changed(SradPresets.LITE.toJson(), SradOptions::fromJson);
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

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "fit.epochs; 3; one of learningRate,",
        "seed.more; 3; there is no option 'seed.more'",
        "loss.gamma; much; 'much' is not valid JSON",
        "loss.gamma; -1; gamma",
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
}
