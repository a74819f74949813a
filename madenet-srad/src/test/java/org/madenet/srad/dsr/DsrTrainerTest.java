package org.madenet.srad.dsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.madenet.core.DetectorCost;
import org.madenet.core.ImageBatch;
import org.madenet.core.LabelledBatch;
import org.madenet.core.Prediction;
import org.madenet.core.ProgressListener;
import org.madenet.core.TrainingException;
import org.madenet.core.TrainingRun;
import org.madenet.core.io.Safetensors;
import org.madenet.core.io.TensorDigest;
import org.madenet.core.metric.PixelScores;
import org.madenet.core.testing.DetectorContract;
import org.madenet.core.testing.SquareImages;
import org.madenet.core.train.StageOptions;
import org.nd4j.linalg.api.ndarray.INDArray;

class DsrTrainerTest {

  private static final int SIDE = DsrPresets.SMOKE.inputSize().height();
  private static final SquareImages TRAIN = SquareImages.normal(SIDE, 16, 1);
  private static final SquareImages HELD_OUT = SquareImages.normal(SIDE, 4, 2);
  private static final SquareImages TEST = SquareImages.labelled(SIDE, 20, 5);
  private static final StageOptions FIVE_STEPS = new StageOptions(4e-3, 0, 4, 5, 2, 10);
  private static final DsrOptions SHORT =
      DsrPresets.SMOKE.toBuilder()
          .codebookStage(FIVE_STEPS)
          .detectionStage(FIVE_STEPS)
          .upsamplingStage(FIVE_STEPS)
          .build();

  private static int[] all(SquareImages images) {
    return IntStream.range(0, images.size()).toArray();
  }

  private static TrainingRun run(Path folder) {
    return new TrainingRun(Optional.of(folder), ProgressListener.NONE);
  }

  private static TrainingRun stopping(Path folder, String task, long step) {
    return new TrainingRun(
        Optional.of(folder),
        progress -> {
          if (progress.task().equals(task) && progress.done() == step) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Test
  void allPhases_onSquares_findThem() {
    DsrOptions smoke = DsrPresets.SMOKE;
    DsrOptions options =
        smoke.toBuilder()
            .codebookStage(smoke.codebookStage().withMaxEpochs(15))
            .detectionStage(smoke.detectionStage().withMaxEpochs(12))
            .upsamplingStage(smoke.upsamplingStage().withMaxEpochs(6))
            .build();
    try (DsrDetector detector = new DsrTrainer(options).fit(TRAIN, HELD_OUT, TrainingRun.quiet())) {
      assertThat(detector.provenance().stages()).containsExactly("fit");
      assertThat(detector.provenance().dataFingerprints())
          .containsEntry("smudges", new Smudges(DsrPresets.SMOKE.smudges()).fingerprint());
      assertThat(detector.provenance().figures())
          .containsKeys("fit codebook epochs", "fit detect epochs", "fit upsample epochs");
      List<Prediction> predictions = detector.predict(TEST.images(all(TEST)));
      PixelScores pixels = new PixelScores();
      LabelledBatch truth = TEST.labelled(all(TEST));
      INDArray masks = truth.masks();
      double inside = 0;
      double outside = 0;
      for (int i = 0; i < predictions.size(); i++) {
        pixels.add(TEST.id(i), predictions.get(i).anomalyMap(), truth.mask(i));
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
      // Random weights give 0.5, and the same mean inside and outside. Seeds 0 to 2, with one
      // thread and with two, gave 0.92 to 0.99. The scores of the twenty images, each one maximum,
      // gave 0 to 1: they say nothing after so short a training.
      assertThat(pixels.compute().auroc()).isGreaterThan(0.85);
      assertThat(inside).isGreaterThan(1.4 * outside);
      ImageBatch restored = detector.reconstruct(TEST.images(0, 1));
      assertThat(restored.ids()).isEqualTo(TEST.images(0, 1).ids());
      assertThat(restored.images().maxNumber().doubleValue()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void saveAndLoad_predictsTheSame(@TempDir Path folder) throws IOException {
    try (DsrDetector detector = new DsrTrainer(SHORT).fit(TRAIN, HELD_OUT, TrainingRun.quiet())) {
      Path file = folder.resolve("dsr.madenet");
      detector.save(file);
      try (DsrDetector loaded = DsrDetector.load(file)) {
        assertThat(loaded.options()).isEqualTo(detector.options());
        assertThat(loaded.provenance()).isEqualTo(detector.provenance());
        ImageBatch images = TEST.images(0, 1, 2);
        List<Prediction> expected = detector.predict(images);
        List<Prediction> actual = loaded.predict(images);
        for (int i = 0; i < expected.size(); i++) {
          assertThat(actual.get(i).score()).isEqualTo(expected.get(i).score());
          assertThat(actual.get(i).anomalyMap().values())
              .isEqualTo(expected.get(i).anomalyMap().values());
          Prediction alone = detector.predict(TEST.images(i)).get(0);
          // oneDNN may choose other kernels for another batch size; the order of sums differs.
          assertThat(alone.score()).isCloseTo(expected.get(i).score(), within(1e-4));
        }
        DetectorContract.assertRefuses(loaded);
        assertThatThrownBy(() -> loaded.reconstruct(images))
            .isInstanceOf(IllegalStateException.class);
      }
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
      assertThatThrownBy(() -> DsrDetector.load(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("dsr.madenet");
    }
  }

  /** Stopped once in each phase, the training comes to the same weights. */
  @Test
  void interruptedTraining_resumesToTheSameWeights(@TempDir Path folder) {
    DsrTrainer trainer = new DsrTrainer(SHORT);
    String expected;
    try (DsrDetector detector = trainer.fit(TRAIN, HELD_OUT, TrainingRun.quiet())) {
      expected = TensorDigest.of(detector.weights());
    }
    for (String task : List.of("dsr-codebook", "dsr-detect", "dsr-upsample")) {
      assertThatThrownBy(() -> trainer.fit(TRAIN, HELD_OUT, stopping(folder, task, 7)))
          .as(task)
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining(task);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(folder.resolve(task + ".checkpoint")).exists();
    }
    try (DsrDetector detector = trainer.fit(TRAIN, HELD_OUT, run(folder))) {
      assertThat(TensorDigest.of(detector.weights())).isEqualTo(expected);
    }
  }

  /** A latent model from a file under the official names is used as it is, and not trained. */
  @Test
  void givenLatentWeights_areUsedAsTheyAre(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("latent.safetensors");
    Map<String, INDArray> official = new LinkedHashMap<>();
    try (DsrDetector source = new DsrTrainer(SHORT).fit(TRAIN, HELD_OUT, TrainingRun.quiet())) {
      LatentWeights.tensors(SHORT.latent())
          .forEach(
              (name, shape) -> {
                String own =
                    name.replace("._embedding.weight", "/codes")
                        .replace(".weight", "/W")
                        .replace(".bias", "/b");
                long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
                official.put(name, source.weights().get(own).reshape('c', sizes));
              });
      Safetensors.write(file, official, Map.of());
      DsrTrainer trainer = new DsrTrainer(SHORT, LatentWeights.file(file));
      try (DsrDetector detector = trainer.fit(TRAIN, HELD_OUT, TrainingRun.quiet())) {
        assertThat(detector.provenance().figures()).doesNotContainKey("fit codebook epochs");
        // The phases after it are the same as with the same model trained here.
        assertThat(TensorDigest.of(detector.weights()))
            .isEqualTo(TensorDigest.of(source.weights()));
      }
    }
    official.remove("upsample_t.bias");
    Safetensors.write(file, official, Map.of());
    DsrTrainer trainer = new DsrTrainer(SHORT, LatentWeights.file(file));
    assertThatThrownBy(() -> trainer.fit(TRAIN, HELD_OUT, TrainingRun.quiet()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("upsample_t.bias is missing");
  }

  @Test
  void otherSize_isRefused() {
    assertThatThrownBy(
            () ->
                new DsrTrainer(SHORT)
                    .fit(SquareImages.normal(96, 4, 1), HELD_OUT, TrainingRun.quiet()))
        .hasMessageContaining("64x64")
        .hasMessageContaining("96x96");
  }

  @Test
  void cost_countsAllParameters() {
    assertThat(new DsrTrainer(DsrPresets.PAPER).cost().parameters())
        .isEqualTo(2_972_803L + 2 * 7_818_240L + 9_418_371L + 5_610_690L + 5_611_842L);
  }

  @Test
  void cost_ofTraining_isThatOfThePhaseThatNeedsMost() {
    DetectorCost usual = new DsrTrainer(SHORT).cost();
    assertThat(usual.trainingBatch()).isEqualTo(4);
    StageOptions many = new StageOptions(4e-3, 0, 64, 5, 2, 10);
    DsrOptions first = SHORT.toBuilder().codebookStage(many).build();
    DetectorCost codebook = new DsrTrainer(first).cost();
    assertThat(codebook.trainingBatch()).isEqualTo(64);
    assertThat(codebook.trainingBytes()).isGreaterThan(usual.trainingBytes());
    assertThat(codebook.inferenceBytes()).isEqualTo(usual.inferenceBytes());
    // It is not trained where its weights are given.
    LatentWeights given = LatentWeights.file(Path.of("absent.safetensors"));
    assertThat(new DsrTrainer(first, given).cost()).isEqualTo(usual);
    DsrOptions last = SHORT.toBuilder().upsamplingStage(many).build();
    assertThat(new DsrTrainer(last).cost().trainingBatch()).isEqualTo(64);
  }
}
