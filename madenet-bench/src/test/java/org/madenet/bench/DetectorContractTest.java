package org.madenet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.Prediction;
import org.madenet.core.TrainingRun;
import org.madenet.core.testing.SquareImages;

/**
 * What {@link AnomalyDetector} promises, of every registered detector. Each is trained once, for
 * one epoch with preset {@code smoke}.
 */
class DetectorContractTest {

  private static final DetectorCatalog CATALOG = DetectorCatalog.standard();

  /** Trained when first asked for. */
  private static final Map<String, AnomalyDetector> TRAINED = new HashMap<>();

  @TempDir private static Path folder;

  static List<String> names() {
    return CATALOG.entries().stream().map(DetectorEntry::name).toList();
  }

  private static AnomalyDetector trained(String name) {
    return TRAINED.computeIfAbsent(name, n -> train(CATALOG.entry(n)));
  }

  private static AnomalyDetector train(DetectorEntry<?> entry) {
    TrainingSettings shortest =
        new TrainingSettings("smoke", 0, OptionalInt.of(1), Map.of(), Optional.empty());
    DetectorEntry.Setup<?> setup = entry.setup().apply(shortest);
    int side = setup.inputSize().height();
    return setup
        .trainer()
        .fit(SquareImages.normal(side, 8, 1), SquareImages.normal(side, 4, 2), TrainingRun.quiet());
  }

  @AfterAll
  static void close() {
    TRAINED.values().forEach(AnomalyDetector::close);
  }

  /** Images that nothing was trained with, every second one with a defect. */
  private static ImageBatch images(ImageSize size, int... indices) {
    return SquareImages.labelled(size.height(), 5, 3).images(indices);
  }

  private static ImageBatch images(AnomalyDetector detector) {
    return images(detector.inputSize(), 3, 0, 4, 1, 2);
  }

  @ParameterizedTest
  @MethodSource("names")
  void predict_batch_givesOneFinitePredictionPerImageInOrder(String name) {
    AnomalyDetector detector = trained(name);

    List<Prediction> predictions = detector.predict(images(detector));

    assertThat(predictions)
        .extracting(Prediction::id)
        .containsExactly("square-3", "square-0", "square-4", "square-1", "square-2");
    for (Prediction prediction : predictions) {
      assertThat(prediction.score()).isFinite();
      assertThat(prediction.anomalyMap().size()).isEqualTo(detector.inputSize());
      for (float value : prediction.anomalyMap().values()) {
        assertThat(value).isFinite();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void predict_batch_equalsSingles(String name) {
    AnomalyDetector detector = trained(name);
    int[] indices = {3, 0, 4, 1, 2};

    List<Prediction> batch = detector.predict(images(detector.inputSize(), indices));

    for (int i = 0; i < indices.length; i++) {
      Prediction single = detector.predict(images(detector.inputSize(), indices[i])).get(0);
      assertAlike(batch.get(i), single);
    }
  }

  /**
   * A matrix product may sum in another order for another number of images. In single precision
   * that was 1e-6 where it was most; processors differ, so a hundred times that passes.
   */
  private static void assertAlike(Prediction actual, Prediction expected) {
    assertThat(actual.id()).isEqualTo(expected.id());
    assertThat(actual.score())
        .isCloseTo(expected.score(), within(1e-4 * Math.max(1, Math.abs(expected.score()))));
    float scale = Math.max(1, expected.anomalyMap().max());
    assertThat(actual.anomalyMap().values())
        .containsExactly(expected.anomalyMap().values(), within(1e-4f * scale));
  }

  @ParameterizedTest
  @MethodSource("names")
  void saveAndLoad_keepWhatItIsAndPredicts(String name) throws IOException {
    AnomalyDetector detector = trained(name);
    Path file = folder.resolve(name);
    detector.save(file);

    try (AnomalyDetector loaded = CATALOG.load(file)) {
      assertThat(loaded).hasSameClassAs(detector);
      assertThat(loaded.provenance()).isEqualTo(detector.provenance());
      assertThat(loaded.provenance().kind()).isEqualTo(name);
      assertThat(loaded.inputSize()).isEqualTo(detector.inputSize());
      List<Prediction> expected = detector.predict(images(detector));
      List<Prediction> actual = loaded.predict(images(detector));
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i).id()).isEqualTo(expected.get(i).id());
        assertThat(actual.get(i).score()).isEqualTo(expected.get(i).score());
        assertThat(actual.get(i).anomalyMap().values())
            .isEqualTo(expected.get(i).anomalyMap().values());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void predict_imagesOfAnotherSize_areRefused(String name) {
    AnomalyDetector detector = trained(name);
    ImageSize wanted = detector.inputSize();
    ImageSize other = ImageSize.square(wanted.height() + 32);

    assertThatThrownBy(() -> detector.predict(images(other, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(wanted.toString(), other.toString());
  }

  @ParameterizedTest
  @MethodSource("names")
  void close_endsPredictionsOnly(String name) throws IOException {
    Path before = folder.resolve(name + "-before");
    Path after = folder.resolve(name + "-after");
    trained(name).save(before);
    AnomalyDetector detector = CATALOG.load(before);
    ImageBatch images = images(detector);
    detector.predict(images);

    detector.close();
    detector.close();

    assertThatThrownBy(() -> detector.predict(images))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
    assertThat(detector.provenance().kind()).isEqualTo(name);
    detector.save(after);
    assertThat(after).hasSameBinaryContentAs(before);
  }
}
