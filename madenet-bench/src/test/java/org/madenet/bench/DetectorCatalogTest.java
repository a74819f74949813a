package org.madenet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.madenet.sfad.SimpleNetPresets;

class DetectorCatalogTest {

  private static JsonNode threeEpochs(String model) throws IOException {
    TrainingSettings settings =
        new TrainingSettings("smoke", 0, OptionalInt.of(3), Map.of(), Optional.empty());
    return new ObjectMapper()
        .readTree(DetectorCatalog.standard().entry(model).setup().apply(settings).options());
  }

  @ParameterizedTest
  @CsvSource({
    "sfad, maxEpochs, 2",
    "srad, maxEpochs, 2",
    "lpd, maxEpochs, 2",
    "cutpaste, epochs, 1",
    "dsr, maxEpochs, 3"
  })
  void setup_maxEpochs_areThoseOfEveryStage(String model, String field, int stages)
      throws IOException {
    List<String> epochs = threeEpochs(model).findValuesAsText(field);
    assertThat(epochs).hasSize(stages).containsOnly("3");
  }

  @Test
  void setup_maxEpochsOfSimpleNet_leaveTheStageItHasNot() throws IOException {
    JsonNode options = threeEpochs("simplenet");
    assertThat(options.at("/fit/maxEpochs").asInt()).isEqualTo(3);
    assertThat(options.at("/fineTune/maxEpochs").asInt())
        .isEqualTo(SimpleNetPresets.SMOKE.fineTune().maxEpochs());
  }

  @Test
  void catalog_nameTwice_isRefused() {
    List<DetectorEntry<?>> twice = new ArrayList<>(DetectorCatalog.standard().entries());
    twice.add(twice.get(0));
    assertThatThrownBy(() -> new DetectorCatalog(twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'sfad'");
  }
}
