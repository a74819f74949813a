package org.madenet.ism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.madenet.core.ImageSize;
import org.madenet.core.train.StageOptions;
import org.madenet.data.synthesis.NormalAugmentation;

class MadeNetOptionsTest {

  private static final MadeNetOptions LITE = MadeNetPresets.LITE;

  static List<String> presets() {
    return List.copyOf(MadeNetPresets.names());
  }

  @ParameterizedTest
  @MethodSource("presets")
  void fromJson_whatToJsonWrote_isEqual(String preset) {
    MadeNetOptions options = MadeNetPresets.named(preset).toBuilder().seed(Long.MIN_VALUE).build();
    assertThat(MadeNetOptions.fromJson(options.toJson())).isEqualTo(options);
    ClassifierOptions classifier = options.classifier();
    assertThat(ClassifierOptions.fromJson(classifier.toJson())).isEqualTo(classifier);
  }

  @Test
  void build_everyValue_isWhatTheRecordHas() {
    NormalAugmentation turned = new NormalAugmentation(false, false, true, 0.5);
    StageOptions brief = new StageOptions(1, 0, 2, 3, 4, 5);
    assertThat(
            LITE.toBuilder()
                .inputSize(ImageSize.square(32))
                .classifier(
                    LITE.classifier().toBuilder()
                        .inputSize(ImageSize.square(96))
                        .backbone("resnet18")
                        .embeddedWeights(false)
                        .dropout(0.25)
                        .classWeights(false)
                        .augmentation(turned)
                        .training(brief)
                        .build())
                .confidence(0.9)
                .alpha(0.75)
                .priorImages(3)
                .paperChoices(true)
                .seed(11)
                .build())
        .isEqualTo(
            new MadeNetOptions(
                ImageSize.square(32),
                new ClassifierOptions(
                    ImageSize.square(96), "resnet18", false, 0.25, false, turned, brief),
                0.9,
                0.75,
                3,
                true,
                11));
  }

  @Test
  void build_badValues_areRefusedByName() {
    assertThatThrownBy(() -> LITE.toBuilder().confidence(1.5).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("confidence");
    ClassifierOptions.Builder classifier = LITE.classifier().toBuilder();
    assertThatThrownBy(() -> classifier.dropout(1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dropout must be below 1");
    assertThatThrownBy(() -> classifier.dropout(0).backbone("resnet18").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("efficientnet_lite0 only, not for resnet18");
    classifier.backbone("hrnet_w18").embeddedWeights(false).inputSize(ImageSize.square(96)).build();
    assertThatThrownBy(() -> classifier.inputSize(ImageSize.square(100)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("hrnet_w18", "multiples of 32", "100x100");
  }

  @Test
  void fromJson_unknownOrBad_isRefusedByName() {
    String json = LITE.toJson();
    assertThatThrownBy(
            () -> MadeNetOptions.fromJson(json.replace("{\"inputSize", "{\"sead\":1,\"inputSize")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sead");
    assertThatThrownBy(() -> MadeNetOptions.fromJson(json.replace("\"alpha\":", "\"alpha\":-")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("alpha");
    assertThatThrownBy(() -> ClassifierOptions.fromJson("{"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
