package org.madenet.sfad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.ImageSize;
import org.madenet.core.Prediction;
import org.madenet.core.TrainingRun;

/** SimpleNet end to end on the embedded backbone, with small images and a few epochs. */
class SimpleNetTrainerTest {

  private static final SfadOptions OPTIONS = SimpleNetPresets.SMOKE;
  private static final PatternImages TRAIN = new PatternImages(16, 1);
  private static final PatternImages VALIDATION = new PatternImages(4, 2);
  private static final PatternImages TEST = new PatternImages(12, 5, true);

  private static SfadDetector fitted;

  @BeforeAll
  static void train() {
    fitted = new SimpleNetTrainer(OPTIONS).fit(TRAIN, VALIDATION, TrainingRun.quiet());
  }

  @AfterAll
  static void close() {
    fitted.close();
  }

  private static List<Prediction> predict(SfadDetector detector) {
    return detector.predict(TEST.images(IntStream.range(0, TEST.size()).toArray()));
  }

  @Test
  void fit_obviousDefects_scoreAboveAllNormalImages() {
    List<Prediction> predictions = predict(fitted);
    double highestNormal =
        IntStream.range(0, TEST.size())
            .filter(i -> !TEST.anomalous(i))
            .mapToDouble(i -> predictions.get(i).score())
            .max()
            .orElseThrow();
    assertThat(IntStream.range(0, TEST.size()).filter(TEST::anomalous))
        .hasSize(TEST.size() / 2)
        .allSatisfy(i -> assertThat(predictions.get(i).score()).isGreaterThan(highestNormal));
  }

  @Test
  void provenance_afterFit_isSimpleNetsWithAllEpochsDone() {
    double epochs = OPTIONS.fit().maxEpochs();
    assertThat(fitted.provenance().kind()).isEqualTo("simplenet");
    assertThat(fitted.provenance().stages()).containsExactly("fit");
    assertThat(fitted.provenance().figures())
        .containsEntry("fit epochs", epochs)
        .containsEntry("fit best epoch", epochs);
  }

  @Test
  void load_savedDetector_predictsTheSameAndIsNoSfad(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("detector.madenet");
    fitted.save(file);
    List<Prediction> expected = predict(fitted);
    try (SfadDetector loaded = SimpleNetTrainer.load(file)) {
      assertThat(loaded.provenance()).isEqualTo(fitted.provenance());
      List<Prediction> actual = predict(loaded);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i).score()).isEqualTo(expected.get(i).score());
        assertThat(actual.get(i).anomalyMap().values())
            .containsExactly(expected.get(i).anomalyMap().values());
      }
    }
    assertThatThrownBy(() -> SfadDetector.load(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("simplenet, not sfad");
  }

  @Test
  void fineTune_bySfad_isRefused() {
    PatternImages labelled = new PatternImages(4, 3, true);
    assertThatThrownBy(
            () ->
                new SfadTrainer(OPTIONS).fineTune(fitted, labelled, labelled, TrainingRun.quiet()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("simplenet learns from normal images only");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lite", "paper", "smoke"})
  void json_everyPreset_readsBackEqual(String preset) {
    SfadOptions options = SimpleNetPresets.named(preset);
    assertThat(SfadOptions.fromJson(options.toJson())).isEqualTo(options);
    assertThat(options.adaptorStart()).isEqualTo(AdaptorStart.XAVIER);
    assertThat(options.fit().adaptorLearns()).isTrue();
    assertThat(options.fit().patience()).isZero();
  }

  /** The numbers of the official run.sh, and of its adaptor and discriminator. */
  @Test
  void paper_isThePublishedSetting() {
    SfadOptions paper = SimpleNetPresets.PAPER;
    assertThat(paper.inputSize()).isEqualTo(ImageSize.square(288));
    assertThat(paper.features())
        .isEqualTo(
            new FeatureOptions(
                "wide_resnet50_2",
                List.of("layer2", "layer3"),
                3,
                Aggregation.SIMPLENET,
                1536,
                FeatureScaling.NONE));
    assertThat(paper.noiseSigma()).isEqualTo(0.015);
    assertThat(paper.positiveMargin()).isEqualTo(0.5);
    assertThat(paper.negativeMargin()).isEqualTo(-0.5);
    assertThat(paper.fit()).isEqualTo(new SfadStageOptions(1e-4, 2e-4, 0.01, 1e-5, 8, 0, 160, 0));
    assertThat(paper.smoothingSigma()).isEqualTo(4);
  }

  @Test
  void paper_trainableParameters_areTheOfficialOnesWithoutTwoBiases() {
    SfadOptions paper = SimpleNetPresets.PAPER;
    long ours =
        SfadNetwork.shapes(
                paper.features().pooledChannels(), paper.adaptorWidth(), paper.discriminatorWidth())
            .entrySet()
            .stream()
            .filter(tensor -> !SfadNetwork.STATISTICS.contains(tensor.getKey()))
            .mapToLong(tensor -> tensor.getValue()[0] * tensor.getValue()[1])
            .sum();
    long adaptorBias = 1536;
    long hiddenBias = 1024;
    long official = 1536 * 1536 + adaptorBias + 1536 * 1024 + hiddenBias + 2 * 1024 + 1024;
    assertThat(official).isEqualTo(3_937_792);
    assertThat(ours).isEqualTo(official - adaptorBias - hiddenBias);
  }

  @Test
  void named_unknownPreset_namesTheChoices() {
    assertThatThrownBy(() -> SimpleNetPresets.named("huge"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lite, paper, smoke");
  }
}
