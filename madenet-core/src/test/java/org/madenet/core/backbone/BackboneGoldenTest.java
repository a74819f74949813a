package org.madenet.core.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.madenet.core.io.Safetensors;
import org.madenet.core.testing.FormulaTensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every backbone against torchvision and timm, with the same weights and images. */
class BackboneGoldenTest {

  @TempDir Path folder;

  static List<Backbone> backbones() {
    return Backbones.all();
  }

  /** Tens of millions of weights to draw, write and read back. */
  private static boolean isLarge(Backbone backbone) {
    return backbone.name().endsWith("hrnet_w48");
  }

  static List<Backbone> small() {
    return Backbones.all().stream().filter(backbone -> !isLarge(backbone)).toList();
  }

  static List<Backbone> large() {
    return Backbones.all().stream().filter(BackboneGoldenTest::isLarge).toList();
  }

  @ParameterizedTest
  @MethodSource("small")
  void extract_weightsOfReference_equalsReferenceAtEveryTap(Backbone backbone) throws IOException {
    compare(backbone);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("large")
  void extract_weightsOfLargeReference_equalsReferenceAtEveryTap(Backbone backbone)
      throws IOException {
    compare(backbone);
  }

  private void compare(Backbone backbone) throws IOException {
    List<String> taps = taps(backbone);
    Path file = folder.resolve(backbone.name() + ".safetensors");
    Map<String, INDArray> tensors = FormulaTensors.of(backbone, taps);
    if (isOriginalEfficientNet(backbone)) {
      // As the script does: B4's features, and rounding with them, would grow without bounds.
      tensors.forEach((name, array) -> array.muli(name.endsWith("bn3.weight") ? 0.5 : 1));
    }
    Safetensors.write(file, tensors, Map.of());

    try (FeatureExtractor extractor =
        FeatureExtractor.open(backbone, BackboneWeights.file(file), taps)) {
      Map<String, INDArray> features = extractor.extract(image(backbone));

      GoldenFeatures.named(backbone.name()).assertMatches(backbone.taps(), features);
    }
  }

  @ParameterizedTest
  @MethodSource("backbones")
  void parameterCount_allTaps_equalsReference(Backbone backbone) throws IOException {
    assertThat(backbone.parameterCount(taps(backbone)))
        .isEqualTo(GoldenFeatures.named(backbone.name()).parameters());
  }

  private static List<String> taps(Backbone backbone) {
    return backbone.taps().stream().map(Tap::name).toList();
  }

  private static boolean isOriginalEfficientNet(Backbone backbone) {
    return backbone.name().startsWith("efficientnet_b");
  }

  /** Neither square nor, where a backbone takes that, a multiple of its strides. */
  private static INDArray image(Backbone backbone) {
    if (backbone.name().contains("hrnet")) {
      return FormulaTensors.image(1, 3, 64, 96);
    }
    return isOriginalEfficientNet(backbone)
        ? FormulaTensors.image(2, 3, 66, 66)
        : FormulaTensors.image(2, 3, 70, 52);
  }

  @Test
  void extract_embeddedWeights_equalsThePackageTheyComeFrom() throws IOException {
    GoldenFeatures golden = GoldenFeatures.named("embedded");
    List<String> taps =
        List.of("blocks.0", "blocks.1", "blocks.2", "blocks.3", "blocks.4", "blocks.5", "blocks.6");

    try (FeatureExtractor extractor =
        FeatureExtractor.open(Backbones.EFFICIENTNET_LITE0, BackboneWeights.embedded(), taps)) {
      golden.assertMatches(extractor.taps(), extractor.extract(FormulaTensors.picture(256)));
    }
  }
}
