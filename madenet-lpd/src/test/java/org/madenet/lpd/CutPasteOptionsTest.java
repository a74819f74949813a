package org.madenet.lpd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.ImageSize;
import org.madenet.data.synthesis.ColourJitter;
import org.madenet.data.synthesis.PatchPasting;
import org.madenet.data.synthesis.ScarPasting;

class CutPasteOptionsTest {

  @ParameterizedTest
  @ValueSource(strings = {"lite", "paper", "smoke"})
  void json_everyPreset_readsBackEqual(String preset) {
    CutPasteOptions options = CutPastePresets.named(preset);
    assertThat(CutPasteOptions.fromJson(options.toJson())).isEqualTo(options);
    assertThat(options.toBuilder().build()).isEqualTo(options);
  }

  @Test
  void paper_isThePublishedSetting() {
    CutPasteOptions paper = CutPastePresets.PAPER;
    assertThat(paper.inputSize()).isEqualTo(ImageSize.square(256));
    assertThat(paper.backbone()).isEqualTo("resnet18");
    assertThat(paper.headWidths()).containsExactly(512, 128);
    assertThat(paper.variant()).isEqualTo(CutPasteVariant.THREE_WAY);
    assertThat(paper.rectangles())
        .isEqualTo(new PatchPasting(0.02, 0.15, 0.3, 1 / 0.3, ColourJitter.of(0.1)));
    assertThat(paper.scars()).isEqualTo(new ScarPasting(2, 16, 10, 25, 45, ColourJitter.of(0.1)));
    assertThat(paper.training()).isEqualTo(new CutPasteTraining(0.03, 1, 0.9, 3e-5, 32, 256, 256));
    assertThat(paper.training().training().patience()).isZero();
    assertThat(paper.patches().side()).isEqualTo(32);
    assertThat(paper.patches().stride()).isEqualTo(4);
  }

  @Test
  void rate_ofThePaper_fallsFromThePublishedRateToNothing() {
    CutPasteTraining paper = CutPastePresets.PAPER.training();
    int steps = 256 * 256;
    assertThat(paper.headUpdater().getLearningRate(0, 0)).isEqualTo(0.03);
    assertThat(paper.headUpdater().getLearningRate(steps / 2, 0)).isEqualTo(0.015);
    assertThat(paper.headUpdater().getLearningRate(steps, 0)).isZero();
    assertThat(paper.backboneUpdater()).isEqualTo(paper.headUpdater());
    assertThat(CutPastePresets.LITE.training().backboneUpdater().getLearningRate(0, 0))
        .isEqualTo(0.01 * 0.03);
  }

  @Test
  void valuesOutOfRange_areRefusedByName() {
    CutPasteOptions.Builder builder = CutPastePresets.SMOKE.toBuilder();
    assertThatThrownBy(() -> builder.backbone("resnet18", LpdStart.EMBEDDED, true).build())
        .hasMessageContaining("efficientnet_lite0")
        .hasMessageContaining("resnet18");
    assertThatThrownBy(
            () -> CutPastePresets.SMOKE.toBuilder().inputSize(new ImageSize(64, 96)).build())
        .hasMessageContaining("64x96");
    assertThatThrownBy(
            () ->
                CutPastePresets.SMOKE.toBuilder()
                    .level(CutPasteLevel.PATCHES, new PatchGrid(32, 12, 8))
                    .build())
        .hasMessageContaining("stride of 12");
    assertThatThrownBy(() -> CutPastePresets.SMOKE.toBuilder().headWidths(List.of(8, 0)).build())
        .hasMessageContaining("headWidths");
    assertThatThrownBy(() -> new CutPasteTraining(0.03, 1, 1, 0, 1, 1, 1))
        .hasMessageContaining("momentum");
    assertThatThrownBy(() -> CutPastePresets.named("huge")).hasMessageContaining("lite, paper");
  }
}
