package org.madenet.lpd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.ImageSize;

class LpdOptionsTest {

  @ParameterizedTest
  @ValueSource(strings = {"lite", "paper", "smoke"})
  void json_everyPreset_readsBackEqual(String preset) {
    LpdOptions options = LpdPresets.named(preset);
    assertThat(LpdOptions.fromJson(options.toJson())).isEqualTo(options);
    assertThat(options.toBuilder().build()).isEqualTo(options);
  }

  @Test
  void paper_isThePapersSetting() {
    LpdOptions paper = LpdPresets.PAPER;
    assertThat(paper.inputSize()).isEqualTo(ImageSize.square(256));
    assertThat(paper.backbone()).isEqualTo("resnet18");
    assertThat(paper.patches().minAreaShare()).isEqualTo(0.05);
    assertThat(paper.patches().maxAreaShare()).isEqualTo(0.2);
    assertThat(paper.fit().learningRate()).isEqualTo(1e-4);
    assertThat(paper.fit().batchSize()).isEqualTo(8);
    assertThat(paper.fit().patience()).isEqualTo(10);
  }

  @Test
  void valuesOutOfRange_areRefusedByName() {
    LpdOptions.Builder builder = LpdPresets.SMOKE.toBuilder();
    assertThatThrownBy(() -> builder.backbone("resnet18", LpdStart.EMBEDDED).build())
        .hasMessageContaining("efficientnet_lite0")
        .hasMessageContaining("resnet18");
    assertThatThrownBy(() -> builder.backbone("resnet19", LpdStart.SCRATCH).build())
        .hasMessageContaining("resnet19");
    assertThatThrownBy(() -> LpdPresets.SMOKE.toBuilder().inputSize(new ImageSize(64, 96)).build())
        .hasMessageContaining("64x96");
    assertThatThrownBy(() -> new HeadOptions(1, 1, 8, 0)).hasMessageContaining("dropout");
    assertThatThrownBy(() -> new LpdLossOptions(1, 1, 2, 0, 0)).hasMessageContaining("alpha");
    assertThatThrownBy(() -> LpdPresets.named("huge"))
        .hasMessageContaining("lite, paper, quick, smoke");
  }
}
