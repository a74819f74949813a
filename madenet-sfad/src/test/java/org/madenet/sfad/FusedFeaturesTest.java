package org.madenet.sfad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.Prediction;
import org.madenet.core.TrainingRun;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.io.PlainJson;

class FusedFeaturesTest {

  private static final PatternImages IMAGES = new PatternImages(6, 1, true);
  private static final ImageBatch BATCH = IMAGES.images(0, 1, 2);
  private static final FeatureOptions RESNET = SfadPresets.SMOKE.features().on("resnet18");

  private static SfadOptions fused() {
    SfadOptions smoke = SfadPresets.SMOKE;
    return smoke.toBuilder().fused(List.of(RESNET)).fit(smoke.fit().withMaxEpochs(1)).build();
  }

  private static List<BackboneWeights> weights(long seed) {
    return List.of(BackboneWeights.embedded(), BackboneWeights.random(seed));
  }

  @Test
  void describe_isThePartsSideBySide() throws IOException {
    SfadOptions options = fused();
    try (FeatureSource first =
            BackboneFeatures.open(
                options.inputSize(), options.features(), BackboneWeights.embedded());
        FeatureSource second =
            BackboneFeatures.open(options.inputSize(), RESNET, BackboneWeights.random(3));
        FeatureSource both = FusedFeatures.open(options, weights(3));
        FeatureSource others = FusedFeatures.open(options, weights(4))) {
      int c1 = first.grid().channels();
      int c2 = second.grid().channels();
      assertThat(both.grid()).isEqualTo(new FeatureGrid(first.grid().size(), c1 + c2));
      // Both networks have taps at the same strides here, so that nothing is resized.
      assertThat(second.grid().size()).isEqualTo(first.grid().size());
      float[] fused = both.describe(BATCH);
      float[] left = first.describe(BATCH);
      float[] right = second.describe(BATCH);
      assertThat(fused).hasSize(left.length + right.length);
      for (int row = 0; row < left.length / c1; row++) {
        for (int c = 0; c < c1; c++) {
          assertThat(fused[row * (c1 + c2) + c]).isEqualTo(left[row * c1 + c]);
        }
        for (int c = 0; c < c2; c++) {
          assertThat(fused[row * (c1 + c2) + c1 + c]).isEqualTo(right[row * c2 + c]);
        }
      }
      assertThat(both.fingerprint()).isNotEqualTo(others.fingerprint());
    }
  }

  @Test
  void describe_partsOfAnotherGrid_areResizedBilinearly() {
    FeatureSource coarse =
        new Ramp(new FeatureGrid(new ImageSize(1, 2), 1), new float[] {0, 4, 0, 4, 0, 4});
    try (FusedFeatures fused = new FusedFeatures(List.of(new PatternFeatures(), coarse))) {
      int channels = fused.grid().channels();
      float[] rows = fused.describe(BATCH);
      // Half-pixel centres: the eight columns lie at -0.375, -0.125, ... of the two cells.
      float[] expected = {0, 0, 0.5f, 1.5f, 2.5f, 3.5f, 4, 4};
      for (int row = 0; row < rows.length / channels; row++) {
        assertThat(rows[row * channels + channels - 1]).isCloseTo(expected[row % 8], within(1e-6f));
      }
    }
  }

  @Test
  void on_anotherNetwork_takesTheLastTapAtEachStride() {
    FeatureOptions lite = SfadPresets.LITE.features();
    assertThat(lite.on("efficientnet_lite0")).isEqualTo(lite);
    assertThat(lite.on("resnet18").taps()).containsExactly("layer3", "layer4");
    assertThatThrownBy(() -> lite.on("resnet19")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fitSaveLoad_predictTheSame_andFineTuneGoesOn(@TempDir Path folder) throws IOException {
    SfadTrainer trainer = new SfadTrainer(fused(), weights(3));
    Path file = folder.resolve("fused.madenet");
    PatternImages normal = new PatternImages(4, 2);
    try (SfadDetector fitted = trainer.fit(normal, normal, TrainingRun.quiet());
        SfadDetector tuned =
            trainer.fineTune(fitted, IMAGES, new PatternImages(6, 4, true), TrainingRun.quiet())) {
      tuned.save(file);
      try (SfadDetector loaded = SfadDetector.load(file)) {
        assertThat(loaded.options()).isEqualTo(tuned.options());
        List<Prediction> expected = tuned.predict(BATCH);
        List<Prediction> actual = loaded.predict(BATCH);
        for (int i = 0; i < expected.size(); i++) {
          assertThat(actual.get(i).score()).isEqualTo(expected.get(i).score());
        }
      }
    }
  }

  @Test
  void trainer_weightsForOtherThanAllBackbones_isRefused() {
    assertThatThrownBy(() -> new SfadTrainer(fused()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 backbones, but there are weights for 1");
  }

  @Test
  void options_writtenBeforeFusion_areStillRead() throws IOException {
    ObjectNode json = (ObjectNode) PlainJson.toTree(SfadPresets.LITE);
    json.remove("fused");
    assertThat(SfadOptions.fromJson(json.toString())).isEqualTo(SfadPresets.LITE);
  }

  /** The same descriptors for every image. */
  private record Ramp(FeatureGrid grid, float[] rows) implements FeatureSource {

    @Override
    public ImageSize imageSize() {
      return PatternFeatures.SIZE;
    }

    @Override
    public String fingerprint() {
      return "ramp";
    }

    @Override
    public float[] describe(ImageBatch batch) {
      return rows;
    }

    @Override
    public void close() {}
  }
}
