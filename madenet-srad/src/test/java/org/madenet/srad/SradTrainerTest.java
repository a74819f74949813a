package org.madenet.srad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.madenet.core.ImageBatch;
import org.madenet.core.Prediction;
import org.madenet.core.ProgressListener;
import org.madenet.core.Provenance;
import org.madenet.core.TrainingException;
import org.madenet.core.TrainingRun;
import org.madenet.core.io.TensorDigest;
import org.madenet.core.nn.GraphWeights;
import org.madenet.core.testing.DetectorContract;
import org.madenet.core.testing.SquareImages;
import org.madenet.core.train.StageOptions;
import org.madenet.data.synthesis.NormalAugmentation;
import org.nd4j.linalg.api.ndarray.INDArray;

class SradTrainerTest {

  private static final int SIDE = SradPresets.SMOKE.inputSize().height();
  private static final SquareImages TRAIN = SquareImages.normal(SIDE, 16, 1);
  private static final SquareImages HELD_OUT = SquareImages.normal(SIDE, 4, 2);
  private static final SquareImages LABELLED = SquareImages.labelled(SIDE, 16, 3);
  private static final SquareImages LABELLED_HELD_OUT = SquareImages.labelled(SIDE, 6, 4);
  private static final SquareImages TEST = SquareImages.labelled(SIDE, 20, 5);

  private static SradOptions epochs(int fit, int fineTune) {
    SradOptions smoke = SradPresets.SMOKE;
    return smoke.toBuilder()
        .fit(smoke.fit().withMaxEpochs(fit))
        .fineTune(smoke.fineTune().withMaxEpochs(fineTune))
        .build();
  }

  /**
   * Without what makes the first epoch's reconstructions good already (each image's own mean) and
   * the task harder: 120 steps are too few to see the difference then.
   */
  private static SradOptions plainly(int fit) {
    return epochs(fit, 1).toBuilder()
        .inputScaling(InputScaling.IMAGENET)
        .loss(new SradLossOptions(1, 1, 0.75, 2, 0))
        .augmentation(NormalAugmentation.NONE)
        .synthesis(SradPresets.PAPER.synthesis())
        .build();
  }

  private static int[] all(SquareImages images) {
    return IntStream.range(0, images.size()).toArray();
  }

  @Test
  void bothStages_onSquares_findThem() {
    SradTrainer trainer = new SradTrainer(epochs(12, 8));
    try (SradDetector fitted = trainer.fit(TRAIN, HELD_OUT, TrainingRun.quiet());
        SradDetector tuned =
            trainer.fineTune(fitted, LABELLED, LABELLED_HELD_OUT, TrainingRun.quiet())) {
      assertThat(fitted.provenance().stages()).containsExactly("fit");
      assertThat(fitted.provenance().dataFingerprints()).containsKey("synthesis");
      assertThat(tuned.provenance().stages()).containsExactly("fit", "fine-tune");
      List<Prediction> predictions = tuned.predict(TEST.images(all(TEST)));
      INDArray masks = TEST.labelled(all(TEST)).masks();
      double inside = 0;
      double outside = 0;
      for (int i = 0; i < predictions.size(); i++) {
        for (int y = 0; y < SIDE; y++) {
          for (int x = 0; x < SIDE; x++) {
            double value = predictions.get(i).anomalyMap().at(y, x);
            assertThat(value).isBetween(0.0, 1.0);
            if (masks.getDouble(i, 0, y, x) > 0) {
              inside += value / masks.sumNumber().doubleValue();
            } else {
              outside += value / (masks.length() - masks.sumNumber().doubleValue());
            }
          }
        }
      }
      // A bright square on a soft grating is easy; random weights give both the same mean.
      assertThat(inside).isGreaterThan(3 * outside);
    }
  }

  @Test
  void reconstruction_afterTraining_isCloserThanBefore() {
    try (SradDetector early =
            new SradTrainer(plainly(1)).fit(TRAIN, HELD_OUT, TrainingRun.quiet());
        SradDetector late =
            new SradTrainer(plainly(12)).fit(TRAIN, HELD_OUT, TrainingRun.quiet())) {
      ImageBatch images = HELD_OUT.images(all(HELD_OUT));
      assertThat(error(late, images)).isLessThan(0.5 * error(early, images));
      assertThat(late.reconstruct(images).ids()).isEqualTo(images.ids());
    }
  }

  private static double error(SradDetector detector, ImageBatch images) {
    INDArray difference = detector.reconstruct(images).images().sub(images.images());
    return difference.mul(difference).meanNumber().doubleValue();
  }

  @Test
  void saveAndLoad_predictsTheSame(@TempDir Path folder) throws IOException {
    try (SradDetector detector =
        new SradTrainer(epochs(1, 1)).fit(TRAIN, HELD_OUT, TrainingRun.quiet())) {
      Path file = folder.resolve("srad.madenet");
      detector.save(file);
      try (SradDetector loaded = SradDetector.load(file)) {
        assertThat(loaded.options()).isEqualTo(detector.options());
        assertThat(loaded.provenance()).isEqualTo(detector.provenance());
        ImageBatch images = TEST.images(0, 1, 2);
        List<Prediction> expected = detector.predict(images);
        List<Prediction> actual = loaded.predict(images);
        for (int i = 0; i < expected.size(); i++) {
          assertThat(actual.get(i).score()).isEqualTo(expected.get(i).score());
          assertThat(actual.get(i).anomalyMap().values())
              .isEqualTo(expected.get(i).anomalyMap().values());
        }
        DetectorContract.assertRefuses(loaded);
        assertThatThrownBy(() -> loaded.reconstruct(images))
            .isInstanceOf(IllegalStateException.class);
      }
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
      assertThatThrownBy(() -> SradDetector.load(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("srad.madenet");
    }
  }

  @Test
  void batchOfThree_equalsThreeBatches() {
    try (SradDetector detector =
        new SradTrainer(epochs(1, 1)).fit(TRAIN, HELD_OUT, TrainingRun.quiet())) {
      List<Prediction> together = detector.predict(TEST.images(0, 1, 2));
      for (int i = 0; i < 3; i++) {
        Prediction alone = detector.predict(TEST.images(i)).get(0);
        // oneDNN may choose other kernels for another batch size; the order of sums differs.
        assertThat(together.get(i).score()).isCloseTo(alone.score(), within(1e-5));
      }
    }
  }

  @Test
  void interruptedTraining_resumesToTheSameWeights(@TempDir Path folder) {
    SradTrainer trainer = new SradTrainer(epochs(3, 3));
    String expectedFit;
    String expectedTuned;
    try (SradDetector fitted = trainer.fit(TRAIN, HELD_OUT, TrainingRun.quiet());
        SradDetector tuned =
            trainer.fineTune(fitted, LABELLED, LABELLED_HELD_OUT, TrainingRun.quiet())) {
      expectedFit = TensorDigest.of(fitted.weights());
      expectedTuned = TensorDigest.of(tuned.weights());
    }
    assertThatThrownBy(() -> trainer.fit(TRAIN, HELD_OUT, stopping(folder, 13)))
        .isInstanceOf(TrainingException.class);
    assertThat(Thread.interrupted()).isTrue();
    try (SradDetector fitted = trainer.fit(TRAIN, HELD_OUT, run(folder))) {
      assertThat(TensorDigest.of(fitted.weights())).isEqualTo(expectedFit);
      assertThatThrownBy(
              () -> trainer.fineTune(fitted, LABELLED, LABELLED_HELD_OUT, stopping(folder, 17)))
          .isInstanceOf(TrainingException.class);
      assertThat(Thread.interrupted()).isTrue();
      try (SradDetector tuned =
          trainer.fineTune(fitted, LABELLED, LABELLED_HELD_OUT, run(folder))) {
        assertThat(TensorDigest.of(tuned.weights())).isEqualTo(expectedTuned);
      }
    }
  }

  private static TrainingRun run(Path folder) {
    return new TrainingRun(Optional.of(folder), ProgressListener.NONE);
  }

  private static TrainingRun stopping(Path folder, long step) {
    return new TrainingRun(
        Optional.of(folder),
        progress -> {
          if (progress.done() == step) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Weights that hardly move rank alike, so a patience of one ends it soon. */
  @ParameterizedTest
  @CsvSource({"8, false", "10, true"})
  void fineTune_fewHeldOutDefects_doNotEndIt(int heldOut, boolean stopsEarly) {
    StageOptions impatient = new StageOptions(1e-12, 0, 2, 1, 8, 1);
    SradTrainer trainer = new SradTrainer(epochs(1, 1).toBuilder().fineTune(impatient).build());
    SquareImages validation = SquareImages.labelled(SIDE, heldOut, 4);
    try (SradDetector fitted = trainer.fit(TRAIN, HELD_OUT, TrainingRun.quiet());
        SradDetector tuned = trainer.fineTune(fitted, LABELLED, validation, TrainingRun.quiet())) {
      double epochs = tuned.provenance().figures().get("fine-tune epochs");
      double best = tuned.provenance().figures().get("fine-tune best epoch");
      assertThat(epochs < 8).isEqualTo(stopsEarly);
      assertThat(best == epochs).isEqualTo(!stopsEarly);
    }
  }

  @Test
  void otherSizeOrOtherNetwork_isRefused() {
    SradTrainer trainer = new SradTrainer(epochs(1, 1));
    assertThatThrownBy(
            () -> trainer.fit(SquareImages.normal(96, 4, 1), HELD_OUT, TrainingRun.quiet()))
        .hasMessageContaining("64x64")
        .hasMessageContaining("96x96");
    SradOptions wider = epochs(1, 1).toBuilder().unet(new UnetOptions(16, 3)).build();
    try (SradDetector detector = trainer.fit(TRAIN, HELD_OUT, TrainingRun.quiet())) {
      assertThatThrownBy(
              () ->
                  new SradTrainer(wider)
                      .fineTune(detector, LABELLED, LABELLED_HELD_OUT, TrainingRun.quiet()))
          .hasMessageContaining("unet");
      assertThatThrownBy(
              () ->
                  trainer.fineTune(
                      detector,
                      SquareImages.normal(SIDE, 4, 1),
                      LABELLED_HELD_OUT,
                      TrainingRun.quiet()))
          .hasMessageContaining("normal images and defects");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "7, fit, 'fitted with seed 7, but the options have seed 0'",
    "0, fit fine-tune, 'fine-tuning needs a detector after stage fit'"
  })
  void fineTune_otherSeedOrTunedAlready_isRefused(long seed, String stages, String expected) {
    SradOptions options = epochs(1, 1);
    Provenance provenance =
        new Provenance(
            SradDetector.KIND, List.of(stages.split(" ")), seed, "test", "CPU", Map.of(), Map.of());
    ComputationGraph graph = SradNetwork.plain(options);
    try (SradDetector detector = new SradDetector(options, provenance, GraphWeights.of(graph))) {
      assertThatThrownBy(
              () ->
                  new SradTrainer(options)
                      .fineTune(detector, LABELLED, LABELLED_HELD_OUT, TrainingRun.quiet()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(expected);
    } finally {
      graph.close();
    }
  }
}
