package org.madenet.srad.dsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.ImageSize;
import org.madenet.core.train.StageOptions;

class DsrOptionsTest {

  @ParameterizedTest
  @ValueSource(strings = {"lite", "paper", "smoke"})
  void json_ofEveryPreset_roundTrips(String name) {
    DsrOptions options = DsrPresets.named(name);
    assertThat(DsrOptions.fromJson(options.toJson())).isEqualTo(options);
    assertThat(options.toBuilder().build()).isEqualTo(options);
  }

  @Test
  void inputSize_ofWrongMultipleOrTooSmall_isRefused() {
    DsrOptions.Builder builder = DsrPresets.SMOKE.toBuilder();
    assertThatThrownBy(() -> builder.inputSize(new ImageSize(64, 80)).build())
        .hasMessageContaining("width of inputSize")
        .hasMessageContaining("80");
    assertThatThrownBy(() -> builder.inputSize(ImageSize.square(32)).build())
        .hasMessageContaining("at least 64");
  }

  @Test
  void detectionStage_withADecay_isRefused() {
    assertThatThrownBy(
            () ->
                DsrPresets.SMOKE.toBuilder()
                    .detectionStage(new StageOptions(1e-3, 1, 4, 10, 4, 10))
                    .build())
        .hasMessageContaining("detectionDrop");
  }

  /** 100 epochs at 2e-4, of which the last 20 at a tenth. */
  @Test
  void rate_ofThePublishedSecondPhase_dropsAfterEightyEpochs() {
    DsrOptions paper = DsrPresets.PAPER;
    var updater = paper.detectionDrop().updater(paper.detectionStage());
    assertThat(updater.getLearningRate(0, 79)).isCloseTo(2e-4, within(1e-12));
    assertThat(updater.getLearningRate(0, 80)).isCloseTo(2e-5, within(1e-12));
  }

  @Test
  void unknownPreset_isToldWhichThereAre() {
    assertThatThrownBy(() -> DsrPresets.named("tiny")).hasMessageContaining("lite, paper, smoke");
  }
}
