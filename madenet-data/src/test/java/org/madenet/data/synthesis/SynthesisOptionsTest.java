package org.madenet.data.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.madenet.core.ImageSize;
import org.madenet.core.io.PlainJson;

class SynthesisOptionsTest {

  static Stream<Arguments> outOfRange() {
    return Stream.of(
        wrong("anomalyProbability", b -> b.anomalyProbability(1.1)),
        wrong("anomalyProbability", b -> b.anomalyProbability(Double.NaN)),
        wrong("textureShare", b -> b.textureShare(-0.1)),
        wrong("opacity", b -> b.opacity(0.5, 0.4)),
        wrong("minOpacity", b -> b.opacity(0, 1)),
        wrong("perlin", b -> b.perlin(null)),
        wrong("areaShare", b -> b.areaShare(0.2, 0.1)),
        wrong("minDifference", b -> b.minDifference(1)),
        wrong("maxRedraws", b -> b.maxRedraws(-1)),
        wrong("foreground", b -> b.foreground(null)),
        wrong("grey", b -> b.grey(null)),
        wrong("gridRows", b -> b.grid(0, 8)),
        wrong("gridColumns", b -> b.grid(8, 65)),
        wrong("rectangleShare", b -> b.rectangleShare(1.1)),
        wrong("shadeShare", b -> b.shadeShare(-0.1)));
  }

  private static Arguments wrong(String name, UnaryOperator<SynthesisOptions.Builder> change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest
  @MethodSource("outOfRange")
  void build_valueOutOfRange_isRefusedByName(
      String name, UnaryOperator<SynthesisOptions.Builder> change) {
    SynthesisOptions.Builder builder = change.apply(SynthesisOptions.defaults().toBuilder());
    assertThatThrownBy(builder::build).hasMessageContaining(name);
  }

  @Test
  void toBuilder_unchanged_isEqual() {
    SynthesisOptions options =
        new SynthesisOptions(
            0.1,
            0.2,
            0.3,
            0.4,
            new PerlinMask(1, 2, 0.3),
            0.05,
            0.06,
            0.07,
            8,
            ForegroundMode.OBJECT,
            GreyMode.COLOUR,
            10,
            11,
            2,
            0.3,
            0.4);
    assertThat(options.toBuilder().build()).isEqualTo(options);
    assertThat(SynthesisOptions.defaults().toBuilder().build())
        .isEqualTo(SynthesisOptions.defaults());
  }

  @Test
  void json_options_areReadBackEqual() throws Exception {
    SynthesisOptions options = SynthesisOptions.defaults().toBuilder().opacity(0.15, 1).build();
    assertThat(PlainJson.toRecord(PlainJson.toTree(options), SynthesisOptions.class))
        .isEqualTo(options);
    NormalAugmentation augmentation = new NormalAugmentation(true, false, true, 0.1);
    assertThat(PlainJson.toRecord(PlainJson.toTree(augmentation), NormalAugmentation.class))
        .isEqualTo(augmentation);
  }

  @Test
  void normalAugmentation_outOfRange_isRefused() {
    assertThatThrownBy(() -> new NormalAugmentation(false, false, false, 0.6))
        .hasMessageContaining("brightness");
    NormalAugmentation turns = new NormalAugmentation(false, false, true, 0);
    assertThatThrownBy(() -> turns.requireFor(new ImageSize(10, 20)))
        .hasMessage("quarter turns need square images, but these are 10x20");
  }
}
