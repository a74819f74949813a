package org.madenet.lpd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.LabelledBatch;
import org.madenet.core.Prediction;
import org.madenet.core.ProgressListener;
import org.madenet.core.Provenance;
import org.madenet.core.TrainingException;
import org.madenet.core.TrainingRun;
import org.madenet.core.backbone.Backbone;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.io.PlainJson;
import org.madenet.core.io.Safetensors;
import org.madenet.core.io.TensorDigest;
import org.madenet.core.metric.ImageScores;
import org.madenet.core.nn.GraphWeights;
import org.madenet.core.testing.DetectorContract;
import org.madenet.core.testing.SquareImages;
import org.madenet.core.train.StageOptions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

class LpdTrainerTest {

  private static final int SIDE = LpdPresets.SMOKE.inputSize().height();
  private static final SquareImages TRAIN = SquareImages.normal(SIDE, 6, 1);
  private static final SquareImages HELD_OUT = SquareImages.normal(SIDE, 2, 2);
  private static final SquareImages LABELLED = SquareImages.labelled(SIDE, 6, 3);
  private static final SquareImages LABELLED_HELD_OUT = SquareImages.labelled(SIDE, 2, 4);
  private static final ImageBatch TEST = SquareImages.labelled(SIDE, 3, 5).images(0, 1, 2);

  private static LpdOptions options(LpdScoring scoring) {
    StageOptions stage = new StageOptions(1e-3, 0, 2, 2, 2, 10);
    return LpdPresets.SMOKE.toBuilder().fit(stage).fineTune(stage).scoring(scoring).build();
  }

  private static void assertSame(List<Prediction> actual, List<Prediction> expected) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).score()).isEqualTo(expected.get(i).score());
      assertThat(actual.get(i).anomalyMap().values())
          .isEqualTo(expected.get(i).anomalyMap().values());
    }
  }

  @Test
  void bothStages_interrupted_resumeToTheSameWeightsAndSaveAndLoad(@TempDir Path folder)
      throws IOException {
    LpdTrainer trainer = new LpdTrainer(options(LpdScoring.HEADS));
    String expected;
    try (LpdDetector fitted = trainer.fit(TRAIN, HELD_OUT, TrainingRun.quiet())) {
      expected = TensorDigest.of(fitted.weights());
    }
    TrainingRun stopping =
        new TrainingRun(
            Optional.of(folder),
            progress -> {
              if (progress.done() == 3) {
                Thread.currentThread().interrupt();
              }
            });
    assertThatThrownBy(() -> trainer.fit(TRAIN, HELD_OUT, stopping))
        .isInstanceOf(TrainingException.class);
    assertThat(Thread.interrupted()).isTrue();
    TrainingRun run = new TrainingRun(Optional.of(folder), ProgressListener.NONE);
    try (LpdDetector fitted = trainer.fit(TRAIN, HELD_OUT, run);
        LpdDetector tuned = trainer.fineTune(fitted, LABELLED, LABELLED_HELD_OUT, run)) {
      assertThat(TensorDigest.of(fitted.weights())).isEqualTo(expected);
      assertThat(tuned.provenance().stages()).containsExactly("fit", "fine-tune");
      assertThat(TensorDigest.of(tuned.weights())).isNotEqualTo(expected);
      List<Prediction> predictions = tuned.predict(TEST);
      for (Prediction prediction : predictions) {
        assertThat(prediction.score()).isBetween(0.0, 1.0);
        for (float value : prediction.anomalyMap().values()) {
          assertThat(value).isBetween(0f, 1f);
        }
      }
      Path file = folder.resolve("lpd.madenet");
      tuned.save(file);
      try (LpdDetector loaded = LpdDetector.load(file)) {
        assertThat(loaded.options()).isEqualTo(tuned.options());
        assertThat(loaded.provenance()).isEqualTo(tuned.provenance());
        assertSame(loaded.predict(TEST), predictions);
        DetectorContract.assertRefuses(loaded);
      }
    }
  }

  @Test
  void density_afterStageOne_scoresSavesAndGivesWayToTheHeads(@TempDir Path folder)
      throws IOException {
    LpdTrainer trainer = new LpdTrainer(options(LpdScoring.DENSITY));
    try (LpdDetector fitted = trainer.fit(TRAIN, HELD_OUT, TrainingRun.quiet())) {
      Path file = folder.resolve("lpd.madenet");
      fitted.save(file);
      List<Prediction> predictions = fitted.predict(TEST);
      try (LpdDetector loaded = LpdDetector.load(file)) {
        assertSame(loaded.predict(TEST), predictions);
        DetectorContract.assertRefuses(loaded);
      }
      // A bright square is unlike anything in the training images; TEST's second image has one.
      float outside = predictions.get(0).anomalyMap().max();
      assertThat(predictions.get(1).anomalyMap().max()).isGreaterThan(outside);
      Prediction alone = fitted.predict(SquareImages.labelled(SIDE, 3, 5).images(1)).get(0);
      // Other batch size, other order of sums; distances are of the order of 10.
      assertThat(predictions.get(1).score()).isCloseTo(alone.score(), within(1e-2));
      withDensity_afterwards_isTheSame(predictions);
      exportBackbone_readsBack(fitted, folder.resolve("backbone.safetensors"));
    }
  }

  private static void withDensity_afterwards_isTheSame(List<Prediction> expected) {
    LpdTrainer trainer = new LpdTrainer(options(LpdScoring.HEADS));
    try (LpdDetector heads = trainer.fit(TRAIN, HELD_OUT, TrainingRun.quiet());
        LpdDetector density = LpdTrainer.withDensity(heads, TRAIN);
        LpdDetector tuned =
            trainer.fineTune(heads, LABELLED, LABELLED_HELD_OUT, TrainingRun.quiet())) {
      assertSame(density.predict(TEST), expected);
      assertThatThrownBy(() -> LpdTrainer.withDensity(tuned, TRAIN))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("fine-tune");
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> LpdTrainer.withDensity(heads, TRAIN))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("fitting the density was interrupted after 0 of 6 images");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static void exportBackbone_readsBack(LpdDetector detector, Path file) throws IOException {
    detector.exportBackbone(file);
    Backbone backbone = LpdNetwork.backbone(detector.options());
    List<String> taps = LpdNetwork.taps(backbone);
    Map<String, INDArray> read = BackboneWeights.file(file).load(backbone, taps).arrays();
    assertThat(read.keySet()).isEqualTo(backbone.tensors(taps).keySet());
    assertThat(read.get("conv_stem.weight")).isEqualTo(detector.weights().get("conv_stem/W"));
    // Folded: of the normalisation nothing is left but the shift.
    assertThat(read.get("bn1.bias").reshape(1, -1))
        .isEqualTo(detector.weights().get("conv_stem/b"));
    assertThat(read.get("bn1.running_mean").norm2Number().doubleValue()).isZero();
    assertThat(detector.backboneWeights().load(backbone, taps).arrays()).isEqualTo(read);
    Map<String, INDArray> start = BackboneWeights.embedded().load(backbone, taps).arrays();
    assertThat(read.get("conv_head.weight")).isNotEqualTo(start.get("conv_head.weight"));
  }

  /** PyTorch's names and shapes, by {@code tools/make_lpd_fixtures.py}. */
  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "resnet50"})
  void exportBackbone_resNet_hasTorchvisionsNamesAndShapes(String name, @TempDir Path folder)
      throws IOException {
    LpdOptions options =
        LpdPresets.PAPER.toBuilder()
            .inputSize(ImageSize.square(64))
            .backbone(name, LpdStart.SCRATCH)
            .build();
    ComputationGraph graph = LpdNetwork.plain(options);
    Provenance provenance =
        new Provenance(LpdDetector.KIND, List.of("fit"), 0, "test", "CPU", Map.of(), Map.of());
    Map<String, INDArray> weights = GraphWeights.of(graph);
    Path file = folder.resolve("backbone.safetensors");
    try (LpdDetector detector = new LpdDetector(options, provenance, weights, Optional.empty())) {
      detector.exportBackbone(file);
    }
    graph.close();
    JsonNode golden;
    try (InputStream in = LpdTrainerTest.class.getResourceAsStream("torchvision-names.json")) {
      golden = PlainJson.parse(in.readAllBytes()).get(name);
    }
    Map<String, List<Long>> expected = new TreeMap<>();
    golden
        .fields()
        .forEachRemaining(
            field -> {
              List<Long> shape = new ArrayList<>();
              field.getValue().forEach(length -> shape.add(length.asLong()));
              expected.put(field.getKey(), shape);
            });
    Map<String, List<Long>> written = new TreeMap<>();
    Safetensors tensors = Safetensors.open(file);
    for (String key : tensors.names()) {
      written.put(key, Arrays.stream(tensors.tensor(key).shape()).boxed().toList());
    }
    assertThat(written).isEqualTo(expected);
  }

  @Test
  void minibatch_anomalousWithoutMask_leavesItsPixelsOut() {
    float[] images = new float[2 * 3 * 4];
    float[] masks = {0, 0, 0, 0, 0, 1, 0, 0};
    ImageSize size = ImageSize.square(2);
    MultiDataSet batch = DefectMinibatches.of(size, images, new float[] {1, 1}, masks, 0);
    assertThat(batch.getLabelsMaskArray(1).dup('c').data().asFloat())
        .containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
    MultiDataSet normal = DefectMinibatches.of(size, images, new float[] {0, 1}, masks, 0);
    assertThat(normal.getLabelsMaskArray(1).minNumber().doubleValue()).isEqualTo(1);
  }

  /** Before the training, not after it. */
  @Test
  void fit_oneImageForADensity_isRefusedAtOnce() {
    SquareImages one = SquareImages.normal(SIDE, 1, 1);
    TrainingRun run =
        new TrainingRun(
            Optional.empty(),
            progress -> {
              throw new AssertionError("a step was trained");
            });
    assertThatThrownBy(() -> new LpdTrainer(options(LpdScoring.DENSITY)).fit(one, HELD_OUT, run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 training images");
  }

  @Test
  void bothStages_onSquares_findThem() {
    LpdOptions options =
        LpdPresets.SMOKE.toBuilder()
            .scoring(LpdScoring.HEADS)
            .fit(new StageOptions(1e-3, 0, 4, 10, 10, 0))
            .fineTune(new StageOptions(1e-3, 0, 4, 10, 12, 0))
            .build();
    LpdTrainer trainer = new LpdTrainer(options);
    SquareImages train = SquareImages.normal(SIDE, 16, 1);
    SquareImages labelled = SquareImages.labelled(SIDE, 16, 3);
    SquareImages heldOut = SquareImages.labelled(SIDE, 4, 4);
    try (LpdDetector fitted = trainer.fit(train, HELD_OUT, TrainingRun.quiet())) {
      assertFindsSquares(fitted);
      try (LpdDetector tuned = trainer.fineTune(fitted, labelled, heldOut, TrainingRun.quiet())) {
        assertFindsSquares(tuned);
      }
    }
  }

  private static void assertFindsSquares(LpdDetector detector) {
    SquareImages test = SquareImages.labelled(SIDE, 20, 5);
    LabelledBatch batch = test.labelled(IntStream.range(0, test.size()).toArray());
    List<Prediction> predictions = detector.predict(batch.inputs());
    ImageScores scores = new ImageScores();
    double inside = 0;
    double outside = 0;
    double marked = batch.masks().sumNumber().doubleValue();
    for (int i = 0; i < predictions.size(); i++) {
      scores.add(test.id(i), predictions.get(i).score(), test.anomalous(i));
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          double value = predictions.get(i).anomalyMap().at(y, x);
          if (batch.masks().getDouble(i, 0, y, x) > 0) {
            inside += value / marked;
          } else {
            outside += value / (batch.masks().length() - marked);
          }
        }
      }
    }
    // Guessing has an image AUROC of 0.5, and maps as bright inside as outside.
    assertThat(scores.compute().auroc()).isGreaterThan(0.9);
    assertThat(inside).isGreaterThan(outside + 0.1);
  }

  /** Weights that hardly move rank alike, so a patience of one ends it soon. */
  @ParameterizedTest
  @CsvSource({"8, false", "10, true"})
  void fineTune_fewHeldOutDefects_doNotEndIt(int heldOut, boolean stopsEarly) {
    StageOptions impatient = new StageOptions(1e-12, 0, 2, 1, 8, 1);
    LpdTrainer trainer =
        new LpdTrainer(options(LpdScoring.HEADS).toBuilder().fineTune(impatient).build());
    SquareImages validation = SquareImages.labelled(SIDE, heldOut, 4);
    try (LpdDetector fitted = trainer.fit(TRAIN, HELD_OUT, TrainingRun.quiet());
        LpdDetector tuned = trainer.fineTune(fitted, LABELLED, validation, TrainingRun.quiet())) {
      double epochs = tuned.provenance().figures().get("fine-tune epochs");
      double best = tuned.provenance().figures().get("fine-tune best epoch");
      assertThat(epochs < 8).isEqualTo(stopsEarly);
      assertThat(best == epochs).isEqualTo(!stopsEarly);
    }
  }

  @Test
  void otherSizeOrNoDefects_isRefused() {
    LpdTrainer trainer = new LpdTrainer(options(LpdScoring.HEADS));
    assertThatThrownBy(
            () -> trainer.fit(SquareImages.normal(96, 4, 1), HELD_OUT, TrainingRun.quiet()))
        .hasMessageContaining("64x64")
        .hasMessageContaining("96x96");
  }

  @ParameterizedTest
  @CsvSource({
    "7, fit, 'fitted with seed 7, but the options have seed 0'",
    "0, fit fine-tune, 'fine-tuning needs a detector after stage fit'"
  })
  void fineTune_otherSeedOrTunedAlready_isRefused(long seed, String stages, String expected) {
    LpdOptions options = options(LpdScoring.HEADS);
    Provenance provenance =
        new Provenance(
            LpdDetector.KIND, List.of(stages.split(" ")), seed, "test", "CPU", Map.of(), Map.of());
    ComputationGraph graph = LpdNetwork.plain(options);
    try (LpdDetector detector =
        new LpdDetector(options, provenance, GraphWeights.of(graph), Optional.empty())) {
      assertThatThrownBy(
              () ->
                  new LpdTrainer(options)
                      .fineTune(detector, LABELLED, LABELLED_HELD_OUT, TrainingRun.quiet()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(expected);
    } finally {
      graph.close();
    }
  }
}
