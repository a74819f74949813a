package org.madenet.core.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.madenet.core.io.Safetensors;
import org.madenet.core.testing.FormulaTensors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BackboneWeightsTest {

  private static final Backbone LITE0 = Backbones.EFFICIENTNET_LITE0;
  private static final List<String> TAPS = List.of("blocks.1");

  @TempDir Path folder;
  private Path file;
  private Map<String, INDArray> tensors;

  @BeforeEach
  void goodTensors() {
    file = folder.resolve("weights.safetensors");
    tensors = new LinkedHashMap<>(FormulaTensors.of(LITE0, TAPS));
  }

  @Test
  void file_onlyTensorsOfTheTaps_loads() throws IOException {
    BackboneTensors loaded = load();

    assertThat(loaded.values("conv_stem.weight"))
        .isEqualTo(tensors.get("conv_stem.weight").data().asFloat());
  }

  @Test
  void file_withClassifierCountersAndHigherLayers_loads() {
    tensors.put("classifier.weight", Nd4j.zeros(2, 2));
    tensors.put("fc.bias", Nd4j.zeros(2));
    tensors.put("incre_modules.0.0.conv1.weight", Nd4j.zeros(32, 32, 1, 1));
    tensors.put("downsamp_modules.0.1.running_var", Nd4j.zeros(256));
    tensors.put("final_layer.0.bias", Nd4j.zeros(2048));
    tensors.put("bn1.num_batches_tracked", Nd4j.scalar(7f));
    tensors.put("conv_head.weight", Nd4j.zeros(1280, 320, 1, 1));

    assertThatCode(this::load).doesNotThrowAnyException();
  }

  @Test
  void file_tensorsMissing_namesTheFirst() {
    tensors.keySet().removeIf(name -> name.startsWith("blocks.1.1"));

    assertThatThrownBy(this::load)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("weights.safetensors does not hold the weights of efficientnet_lite0")
        .hasMessageContaining(
            "15 tensors missing: blocks.1.1.conv_pw.weight, blocks.1.1.bn1.weight")
        .hasMessageContaining("and 10 more");
  }

  @Test
  void file_tensorsLeftOver_namesThem() {
    tensors.put("blocks.1.1.se.conv_reduce.weight", Nd4j.zeros(1, 1));

    assertThatThrownBy(this::load)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("1 tensor left over: blocks.1.1.se.conv_reduce.weight");
  }

  @Test
  void file_tensorMisshapen_namesBothShapes() {
    tensors.put("bn1.bias", Nd4j.zeros(40));

    assertThatThrownBy(this::load)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("1 tensor of another shape: bn1.bias [40] instead of [32]");
  }

  @Test
  void file_ofHigherLayerMisshapen_isRefusedThoughNotNeeded() {
    tensors.put("conv_head.weight", Nd4j.zeros(1280, 352, 1, 1));

    assertThatThrownBy(this::load).hasMessageContaining("conv_head.weight [1280, 352, 1, 1]");
  }

  @Test
  void file_ofAnotherNetwork_isRefused() throws IOException {
    Safetensors.write(
        file, FormulaTensors.of(Backbones.named("resnet18"), List.of("layer1")), Map.of());

    assertThatThrownBy(() -> BackboneWeights.file(file).load(LITE0, TAPS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing: conv_stem.weight")
        .hasMessageContaining("left over: conv1.weight");
  }

  @Test
  void file_noSafetensors_isRefusedByName() throws IOException {
    Files.writeString(file, "not a model");

    assertThatThrownBy(() -> BackboneWeights.file(file).load(LITE0, TAPS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("weights.safetensors is not a valid safetensors file");
  }

  @Test
  void embedded_otherBackbone_saysWhichOneThereIs() {
    assertThatThrownBy(
            () -> BackboneWeights.embedded().load(Backbones.named("resnet18"), List.of("layer1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("efficientnet_lite0 only")
        .hasMessageContaining("resnet18");
  }

  @Test
  void hasEmbedded_anyBackbone_isWhetherTheyLoad() throws IOException {
    assertThat(Backbones.names()).hasSizeGreaterThan(2);
    for (String name : Backbones.names()) {
      Backbone backbone = Backbones.named(name);
      if (BackboneWeights.hasEmbedded(backbone)) {
        assertThatCode(() -> BackboneWeights.embedded().load(backbone, TAPS))
            .doesNotThrowAnyException();
        assertThatCode(() -> BackboneWeights.requireEmbedded(backbone, "bring some"))
            .doesNotThrowAnyException();
      } else {
        assertThatThrownBy(() -> BackboneWeights.requireEmbedded(backbone, "bring some"))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageEndingWith("only, not for " + name + ": bring some");
      }
    }
  }

  @Test
  void embedded_oneBitFlipped_isRefused() throws IOException {
    byte[] bytes = EmbeddedWeights.read();
    assertThatCode(() -> EmbeddedWeights.verify(bytes)).doesNotThrowAnyException();

    bytes[bytes.length / 2] ^= 1;

    assertThatThrownBy(() -> EmbeddedWeights.verify(bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void random_sameSeed_givesSameTensorsWhateverTheTaps() throws IOException {
    float[] few = random(7, TAPS).values("conv_stem.weight");

    assertThat(random(7, List.of("blocks.6")).values("conv_stem.weight")).isEqualTo(few);
    assertThat(random(8, TAPS).values("conv_stem.weight")).isNotEqualTo(few);
  }

  @Test
  void random_convolution_hasHeVarianceByFanOut() throws IOException {
    Backbone resnet = Backbones.named("resnet18");
    float[] values =
        BackboneWeights.random(1).load(resnet, List.of("layer3")).values("layer3.0.conv2.weight");

    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    // 589,824 draws: the standard error of the variance is 0.2 %, of the mean 0.0013 deviations.
    assertThat(squares / values.length * (256 * 9 / 2.0)).isBetween(0.99, 1.01);
    assertThat(sum / values.length).isBetween(-2e-4, 2e-4);
  }

  private BackboneTensors load() throws IOException {
    Safetensors.write(file, tensors, Map.of());
    return BackboneWeights.file(file).load(LITE0, TAPS);
  }

  private static BackboneTensors random(long seed, List<String> taps) throws IOException {
    return BackboneWeights.random(seed).load(LITE0, taps);
  }
}
