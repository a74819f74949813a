package org.madenet.core.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.madenet.core.ImageSize;

class BackboneTest {

  @Test
  void named_everyName_returnsBackboneOfThatName() {
    assertThat(Backbones.names())
        .contains("efficientnet_lite0", "resnet18", "resnet34", "resnet50", "wide_resnet50_2")
        .contains("hrnet_w8", "hrnet_w18", "hrnet_w32", "hrnet_w48", "timm_hrnet_w48")
        .allSatisfy(name -> assertThat(Backbones.named(name).name()).isEqualTo(name));
  }

  @Test
  void named_unknown_listsTheKnown() {
    assertThatThrownBy(() -> Backbones.named("resnet19"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'resnet19'")
        .hasMessageContaining("resnet18");
  }

  @Test
  void taps_efficientNetLite0_haveTimmsChannelsAndReductions() {
    // timm.create_model("tf_efficientnet_lite0", features_only=True).feature_info
    assertThat(Backbones.EFFICIENTNET_LITE0.taps())
        .contains(
            new Tap("blocks.0", 16, 2),
            new Tap("blocks.1", 24, 4),
            new Tap("blocks.2", 40, 8),
            new Tap("blocks.4", 112, 16),
            new Tap("blocks.6", 320, 32));
  }

  @Test
  void taps_wideResNet_haveTorchvisionsChannels() {
    assertThat(Backbones.named("wide_resnet50_2").taps())
        .containsExactly(
            new Tap("stem", 64, 2),
            new Tap("layer1", 256, 4),
            new Tap("layer2", 512, 8),
            new Tap("layer3", 1024, 16),
            new Tap("layer4", 2048, 32));
  }

  @Test
  void taps_hrnet_areTheBranchesAfterEachStage() {
    assertThat(Backbones.named("hrnet_w18").taps())
        .containsExactly(
            new Tap("stem", 64, 4),
            new Tap("layer1", 256, 4),
            new Tap("stage2.branch0", 18, 4),
            new Tap("stage2.branch1", 36, 8),
            new Tap("stage3.branch0", 18, 4),
            new Tap("stage3.branch1", 36, 8),
            new Tap("stage3.branch2", 72, 16),
            new Tap("branch0", 18, 4),
            new Tap("branch1", 36, 8),
            new Tap("branch2", 72, 16),
            new Tap("branch3", 144, 32));
  }

  @Test
  void tensors_lowerTaps_leaveHigherStagesOut() {
    Map<String, List<Long>> tensors =
        Backbones.named("wide_resnet50_2").tensors(List.of("layer3", "layer2"));

    assertThat(tensors)
        .containsEntry("conv1.weight", List.of(64L, 3L, 7L, 7L))
        .containsEntry("layer3.5.conv2.weight", List.of(512L, 512L, 3L, 3L))
        .containsEntry("layer3.0.downsample.1.running_var", List.of(1024L));
    assertThat(tensors.keySet()).noneMatch(name -> name.startsWith("layer4"));
  }

  @Test
  void parameterCount_stemToLayer3OfWideResNet_equalsTorchvision() {
    // sum(p.numel() for n, p in wide_resnet50_2().named_parameters() if n not in fc, layer4)
    assertThat(Backbones.named("wide_resnet50_2").parameterCount(List.of("layer2", "layer3")))
        .isEqualTo(24_862_528);
  }

  @Test
  void tap_unknown_listsTheKnown() {
    assertThatThrownBy(() -> Backbones.named("resnet18").tap("layer5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("resnet18 has no tap 'layer5'; it has stem, layer1, layer2, layer3, layer4");
  }

  @Test
  void tensors_noTap_isRefused() {
    assertThatThrownBy(() -> Backbones.EFFICIENTNET_LITE0.tensors(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one tap");
  }

  @ParameterizedTest
  @CsvSource({
    "efficientnet_b0, head, 64, 96, square images only",
    "efficientnet_b4, blocks.0, 64, 65, square images only",
    "hrnet_w18, branch0, 64, 80, multiples of 32",
    "timm_hrnet_w18, stage3.branch2, 64, 72, multiples of 16",
    "hrnet_w8_small, stage2.branch0, 60, 64, multiples of 8"
  })
  void requireSize_notTaken_namesBackboneAndRule(
      String name, String tap, int height, int width, String rule) {
    assertThatThrownBy(
            () -> Backbones.named(name).requireSize(new ImageSize(height, width), List.of(tap)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + " takes ")
        .hasMessageContaining(rule)
        .hasMessageContaining(height + "x" + width);
  }

  @ParameterizedTest
  @CsvSource({
    "efficientnet_lite0, head, 33, 40",
    "efficientnet_b0, head, 33, 33",
    "resnet18, layer4, 7, 5",
    "hrnet_w18, layer1, 33, 47",
    "hrnet_w18, branch3, 64, 96"
  })
  void requireSize_taken_passes(String name, String tap, int height, int width) {
    Backbones.named(name).requireSize(new ImageSize(height, width), List.of(tap));
  }
}
