package org.madenet.sfad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.madenet.core.backbone.Backbone;
import org.madenet.core.backbone.Backbones;
import org.madenet.core.backbone.Tap;

class SfadOptionsTest {

  static List<String> presets() {
    return List.copyOf(SfadPresets.names());
  }

  @ParameterizedTest
  @MethodSource("presets")
  void fromJson_whatToJsonWrote_isEqual(String preset) {
    SfadOptions options = SfadPresets.named(preset).toBuilder().seed(Long.MIN_VALUE).build();
    assertThat(SfadOptions.fromJson(options.toJson())).isEqualTo(options);
  }

  @ParameterizedTest
  @MethodSource("presets")
  void preset_namesARealBackboneAndTaps(String preset) {
    SfadOptions options = SfadPresets.named(preset);
    Backbone backbone = Backbones.named(options.features().backbone());
    int channels =
        options.features().taps().stream().map(backbone::tap).mapToInt(Tap::channels).sum();
    if (options.adaptorStart() == AdaptorStart.WHITENING) {
      assertThat(options.adaptorWidth()).isLessThanOrEqualTo(channels);
    }
  }

  @Test
  void fromJson_unknownOrMissingOrBad_isRefusedByName() {
    String json = SfadPresets.LITE.toJson();
    assertThatThrownBy(
            () -> SfadOptions.fromJson(json.replace("{\"inputSize", "{\"sead\":1,\"inputSize")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sead");
    assertThatThrownBy(
            () -> SfadOptions.fromJson(json.replace("\"noiseSigma\":", "\"noiseSigma\":-")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("noiseSigma must be positive");
    assertThatThrownBy(() -> SfadOptions.fromJson("{"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void build_badValues_areRefusedByName() {
    SfadOptions.Builder builder = SfadPresets.LITE.toBuilder();
    assertThatThrownBy(() -> builder.margins(-0.5, 0.5).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("positiveMargin must be above negativeMargin");
    assertThatThrownBy(
            () ->
                new FeatureOptions("x", List.of("a"), 2, Aggregation.MEAN, 0, FeatureScaling.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("neighbourhood must be odd");
    assertThatThrownBy(
            () ->
                new FeatureOptions(
                    "x", List.of("a", "a"), 3, Aggregation.MEAN, 0, FeatureScaling.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("distinct");
    FeatureOptions unscaled =
        new FeatureOptions(
            "resnet18", List.of("layer2"), 3, Aggregation.MEAN, 0, FeatureScaling.NONE);
    assertThatThrownBy(() -> SfadPresets.LITE.toBuilder().fused(List.of(unscaled)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("all features are scaled alike")
        .hasMessageContaining("resnet18 NONE");
    assertThatThrownBy(() -> SfadPresets.named("huge"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lite, paper, quick, smoke");
  }
}
