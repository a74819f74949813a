package org.madenet.srad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.ImageSize;
import org.madenet.core.train.StageOptions;

class SradOptionsTest {

  @ParameterizedTest
  @ValueSource(strings = {"lite", "paper", "smoke"})
  void json_everyPreset_readsBackEqual(String preset) {
    SradOptions options = SradPresets.named(preset);
    assertThat(SradOptions.fromJson(options.toJson())).isEqualTo(options);
    assertThat(options.toBuilder().build()).isEqualTo(options);
  }

  @Test
  void paper_isThePapersNetwork() {
    SradOptions paper = SradPresets.PAPER;
    assertThat(paper.inputSize()).isEqualTo(ImageSize.square(256));
    assertThat(paper.encoder().width()).isEqualTo(32);
    assertThat(paper.decoder().residualWidth()).isEqualTo(paper.encoder().channels());
    assertThat(paper.scoreWindow()).isEqualTo(21);
    assertThat(paper.fit().learningRate()).isEqualTo(1e-4);
    assertThat(paper.fit().batchSize()).isEqualTo(8);
    assertThat(paper.fit().patience()).isEqualTo(10);
  }

  @Test
  void sizeThatTheNetworkCannotHalve_isRefusedByName() {
    SradOptions.Builder builder = SradPresets.LITE.toBuilder().inputSize(new ImageSize(128, 100));
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiples of 32")
        .hasMessageContaining("128x100");
  }

  @Test
  void valuesOutOfRange_areRefusedByName() {
    assertThatThrownBy(() -> new SradLossOptions(1, 1, 1.5, 2, 0)).hasMessageContaining("alpha");
    assertThatThrownBy(() -> new StageOptions(0, 0, 8, 0, 1, 1))
        .hasMessageContaining("learningRate");
    assertThatThrownBy(() -> new UnetOptions(8, 1)).hasMessageContaining("levels");
    assertThatThrownBy(() -> SradPresets.SMOKE.toBuilder().scoreWindow(4).build())
        .hasMessageContaining("scoreWindow");
    assertThatThrownBy(() -> SradPresets.named("huge"))
        .hasMessageContaining("lite, paper, quick, smoke");
  }
}
