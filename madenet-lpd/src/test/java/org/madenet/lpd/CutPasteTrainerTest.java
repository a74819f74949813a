package org.madenet.lpd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.madenet.core.Prediction;
import org.madenet.core.ProgressListener;
import org.madenet.core.TrainingException;
import org.madenet.core.TrainingRun;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.io.TensorDigest;
import org.madenet.core.metric.ImageScores;
import org.madenet.core.nn.GraphMemory;
import org.madenet.core.nn.GraphWeights;
import org.madenet.core.testing.DetectorContract;
import org.madenet.core.testing.SquareImages;
import org.nd4j.linalg.api.ndarray.INDArray;

class CutPasteTrainerTest {

  private static final int SIDE = CutPastePresets.SMOKE.inputSize().height();
  private static final SquareImages TRAIN = SquareImages.normal(SIDE, 12, 1);
  private static final SquareImages HELD_OUT = SquareImages.normal(SIDE, 4, 2);
  private static final SquareImages TEST = SquareImages.labelled(SIDE, 20, 5);

  private static CutPasteOptions options(CutPasteLevel level) {
    return CutPastePresets.SMOKE.toBuilder().level(level, CutPastePresets.SMOKE.patches()).build();
  }

  private static List<Prediction> predict(CutPasteDetector detector) {
    return detector.predict(TEST.images(IntStream.range(0, TEST.size()).toArray()));
  }

  private static void assertSame(List<Prediction> actual, List<Prediction> expected) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).score()).isEqualTo(expected.get(i).score());
      assertThat(actual.get(i).anomalyMap().values())
          .isEqualTo(expected.get(i).anomalyMap().values());
    }
  }

  @ParameterizedTest
  @EnumSource(CutPasteLevel.class)
  void fit_interrupted_resumesToTheSameWeightsThatSaveLoadAndFindDefects(
      CutPasteLevel level, @TempDir Path folder) throws IOException {
    CutPasteTrainer trainer = new CutPasteTrainer(options(level));
    String expected;
    try (CutPasteDetector fitted = trainer.fit(TRAIN, HELD_OUT, TrainingRun.quiet())) {
      expected = TensorDigest.of(fitted.weights());
    }
    TrainingRun stopping =
        new TrainingRun(
            Optional.of(folder),
            progress -> {
              if (progress.done() == 7) {
                Thread.currentThread().interrupt();
              }
            });
    assertThatThrownBy(() -> trainer.fit(TRAIN, HELD_OUT, stopping))
        .isInstanceOf(TrainingException.class);
    assertThat(Thread.interrupted()).isTrue();
    TrainingRun run = new TrainingRun(Optional.of(folder), ProgressListener.NONE);
    try (CutPasteDetector fitted = trainer.fit(TRAIN, HELD_OUT, run)) {
      assertThat(TensorDigest.of(fitted.weights())).isEqualTo(expected);
      assertThat(fitted.provenance().kind()).isEqualTo("cutpaste");
      assertThat(fitted.provenance().stages()).containsExactly("fit");
      assertThat(fitted.provenance().figures()).containsEntry("fit best epoch", 2.0);
      List<Prediction> predictions = predict(fitted);
      Path file = folder.resolve("cutpaste.madenet");
      fitted.save(file);
      try (CutPasteDetector loaded = CutPasteDetector.load(file)) {
        assertThat(loaded.options()).isEqualTo(fitted.options());
        assertThat(loaded.provenance()).isEqualTo(fitted.provenance());
        assertSame(predict(loaded), predictions);
        DetectorContract.assertRefuses(loaded);
      }
      assertRanksDefectsFirst(predictions);
      if (level == CutPasteLevel.PATCHES) {
        assertMapsAreHigherInside(predictions);
      }
      Prediction alone = fitted.predict(TEST.images(1)).get(0);
      // Other batch size, other order of sums; distances are of the order of 10.
      assertThat(predictions.get(1).score()).isCloseTo(alone.score(), within(1e-2));
    }
  }

  @Test
  void fitOfTheDensity_interrupted_stops() {
    CutPasteOptions options = options(CutPasteLevel.IMAGES);
    ComputationGraph graph = CutPasteNetwork.plain(options);
    try (CutPasteFeatures features = new CutPasteFeatures(options, GraphWeights.of(graph))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> CutPasteDensity.fit(features, TRAIN))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("fitting the density was interrupted after 0 of 12 images");
      assertThat(Thread.interrupted()).isTrue();
    } finally {
      GraphMemory.free(graph);
    }
  }

  /** Guessing has an image AUROC of 0.5; bright squares are unlike anything in training. */
  private static void assertRanksDefectsFirst(List<Prediction> predictions) {
    ImageScores scores = new ImageScores();
    for (int i = 0; i < predictions.size(); i++) {
      scores.add(predictions.get(i).id(), predictions.get(i).score(), TEST.anomalous(i));
    }
    assertThat(scores.compute().auroc()).isGreaterThan(0.9);
  }

  /** Not asked of whole images: of 64 pixels the last stage has two cells in each direction. */
  private static void assertMapsAreHigherInside(List<Prediction> predictions) {
    for (int i = 1; i < predictions.size(); i += 2) {
      float[] map = predictions.get(i).anomalyMap().values();
      float[] mask = TEST.labelled(i).masks().dup('c').data().asFloat();
      double inside = 0;
      double outside = 0;
      int pixels = 0;
      for (int p = 0; p < map.length; p++) {
        assertThat(map[p]).isNotNegative();
        inside += mask[p] * map[p];
        outside += (1 - mask[p]) * map[p];
        pixels += (int) mask[p];
      }
      assertThat(inside / pixels).isGreaterThan(outside / (map.length - pixels));
    }
  }

  /** Three classes by chance cost ln 3 = 1.0986. */
  @Test
  void fit_moreSteps_learnsToTellTheClassesApart() {
    CutPasteTraining longer = new CutPasteTraining(0.03, 0.01, 0.9, 3e-5, 4, 20, 2);
    CutPasteOptions options = CutPastePresets.SMOKE.toBuilder().training(longer).build();
    List<Double> losses = new ArrayList<>();
    ProgressListener listener =
        new ProgressListener() {
          @Override
          public void progress(Progress progress) {
            // Only epochs matter here.
          }

          @Override
          public void epoch(Epoch epoch) {
            losses.add(epoch.training());
          }
        };
    new CutPasteTrainer(options)
        .fit(TRAIN, HELD_OUT, new TrainingRun(Optional.empty(), listener))
        .close();
    assertThat(losses).hasSize(2);
    assertThat(losses.get(1)).isLessThan(0.6 * Math.log(3));
  }

  @Test
  void fit_backboneRate0_keepsImportedWeights() {
    CutPasteTraining frozen = new CutPasteTraining(0.03, 0, 0.9, 3e-5, 2, 2, 1);
    CutPasteOptions options =
        CutPastePresets.SMOKE.toBuilder()
            .backbone("resnet18", LpdStart.SCRATCH, true)
            .training(frozen)
            .build();
    CutPasteTrainer imported = new CutPasteTrainer(options, BackboneWeights.random(5));
    CutPasteTrainer scratch = new CutPasteTrainer(options);
    try (CutPasteDetector one = imported.fit(HELD_OUT, HELD_OUT, TrainingRun.quiet());
        CutPasteDetector same =
            new CutPasteTrainer(
                    options.toBuilder().training(frozen.withEpochs(2)).build(),
                    BackboneWeights.random(5))
                .fit(HELD_OUT, HELD_OUT, TrainingRun.quiet());
        CutPasteDetector other = scratch.fit(HELD_OUT, HELD_OUT, TrainingRun.quiet())) {
      Map<String, INDArray> weights = one.weights();
      assertThat(same.weights().get("conv1/W")).isEqualTo(weights.get("conv1/W"));
      assertThat(same.weights().get("logits/W")).isNotEqualTo(weights.get("logits/W"));
      assertThat(other.weights().get("conv1/W")).isNotEqualTo(weights.get("conv1/W"));
      assertThat(one.provenance().dataFingerprints()).containsKey("initial weights");
    }
  }

  @Test
  void otherSize_isRefused() {
    CutPasteTrainer trainer = new CutPasteTrainer(CutPastePresets.SMOKE);
    SquareImages larger = SquareImages.normal(96, 4, 1);
    assertThatThrownBy(() -> trainer.fit(larger, HELD_OUT, TrainingRun.quiet()))
        .hasMessageContaining("64x64")
        .hasMessageContaining("96x96");
  }
}
