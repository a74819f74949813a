package org.madenet.core.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.madenet.core.io.Safetensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every backbone against torchvision and timm, with the same weights and images. */
class BackboneGoldenTest {

  @TempDir Path folder;

  static List<Backbone> backbones() {
    return Backbones.all();
  }

  @ParameterizedTest
  @MethodSource("backbones")
  void extract_weightsOfReference_equalsReferenceAtEveryTap(Backbone backbone) throws IOException {
    GoldenFeatures golden = GoldenFeatures.named(backbone.name());
    List<String> taps = backbone.taps().stream().map(Tap::name).toList();
    Path file = folder.resolve(backbone.name() + ".safetensors");
    Safetensors.write(file, FormulaTensors.of(backbone, taps), Map.of());

    try (FeatureExtractor extractor =
        FeatureExtractor.open(backbone, BackboneWeights.file(file), taps)) {
      Map<String, INDArray> features = extractor.extract(FormulaTensors.image(2, 3, 70, 52));

      golden.assertMatches(backbone.taps(), features);
    }
    assertThat(backbone.parameterCount(taps)).isEqualTo(golden.parameters());
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
