package org.madenet.ism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.metric.ImageResult;
import org.madenet.core.metric.ImageScores;

class MonotoneCalibrationTest {

  private static float[] scores(long seed, int count, DoubleUnaryOperator shape) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] scores = new float[count];
    for (int i = 0; i < count; i++) {
      scores[i] = (float) shape.applyAsDouble(random.nextGaussian());
    }
    return scores;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 1000})
  void apply_anyScores_isStrictlyIncreasing(int normal) {
    MonotoneCalibration calibration =
        MonotoneCalibration.fit(scores(1, normal, z -> sigmoid(3 * z - 4)));
    double last = Double.NEGATIVE_INFINITY;
    for (double score = -1; score <= 2; score += 1e-4) {
      double value = calibration.apply(score);
      assertThat(value).isGreaterThan(last);
      last = value;
    }
  }

  @Test
  void apply_ownScores_changesNoMetric() {
    float[] normal = scores(1, 200, z -> sigmoid(z - 3));
    MonotoneCalibration calibration = MonotoneCalibration.fit(normal.clone());
    float[] anomalous = scores(2, 60, z -> sigmoid(2 * z - 1));
    ImageScores raw = new ImageScores();
    ImageScores calibrated = new ImageScores();
    add(raw, normal, false, x -> x);
    add(raw, anomalous, true, x -> x);
    add(calibrated, normal, false, calibration::apply);
    add(calibrated, anomalous, true, calibration::apply);
    ImageResult before = raw.compute();
    ImageResult after = calibrated.compute();
    assertThat(after.auroc()).isEqualTo(before.auroc());
    assertThat(after.averagePrecision()).isEqualTo(before.averagePrecision());
  }

  private static void add(
      ImageScores to, float[] scores, boolean anomalous, DoubleUnaryOperator calibration) {
    for (float score : scores) {
      to.add("image " + to.size(), calibration.applyAsDouble(score), anomalous);
    }
  }

  /** A category in which half of the images fall back to another submodel. */
  @Test
  void apply_twoSubmodelsMixed_ranksAsWellAsTheWorseOne() {
    // One submodel gives probabilities, the other distances of the order of 100.
    DoubleUnaryOperator first = z -> sigmoid(4 * z - 8);
    DoubleUnaryOperator second = z -> 100 + 5 * z;
    MonotoneCalibration firstCalibration = MonotoneCalibration.fit(scores(1, 40, first));
    MonotoneCalibration secondCalibration = MonotoneCalibration.fit(scores(2, 40, second));
    double shift = 3;
    float[] normalFirst = scores(3, 100, first);
    float[] normalSecond = scores(4, 100, second);
    float[] anomalousFirst = scores(5, 100, z -> first.applyAsDouble(z + shift));
    float[] anomalousSecond = scores(6, 100, z -> second.applyAsDouble(z + shift));
    ImageScores raw = new ImageScores();
    ImageScores mixed = new ImageScores();
    ImageScores firstAlone = new ImageScores();
    ImageScores secondAlone = new ImageScores();
    add(raw, normalFirst, false, x -> x);
    add(raw, normalSecond, false, x -> x);
    add(raw, anomalousFirst, true, x -> x);
    add(raw, anomalousSecond, true, x -> x);
    add(mixed, normalFirst, false, firstCalibration::apply);
    add(mixed, normalSecond, false, secondCalibration::apply);
    add(mixed, anomalousFirst, true, firstCalibration::apply);
    add(mixed, anomalousSecond, true, secondCalibration::apply);
    add(firstAlone, normalFirst, false, x -> x);
    add(firstAlone, anomalousFirst, true, x -> x);
    add(secondAlone, normalSecond, false, x -> x);
    add(secondAlone, anomalousSecond, true, x -> x);
    double worse = Math.min(firstAlone.compute().auroc(), secondAlone.compute().auroc());
    assertThat(raw.compute().auroc()).isLessThan(0.8);
    // 40 normal images say where a quantile is to some 0.1 standard deviations.
    assertThat(mixed.compute().auroc()).isGreaterThan(worse - 0.01);
  }

  @Test
  void apply_normalScores_becomeStandardNormal() {
    MonotoneCalibration calibration = MonotoneCalibration.fit(scores(1, 20_000, z -> Math.exp(z)));
    // By its own distribution; 20,000 samples give quantiles to some 0.02 standard deviations.
    for (double z = -2; z <= 2; z += 0.5) {
      assertThat(calibration.apply(Math.exp(z))).isCloseTo(z, within(0.06));
    }
  }

  @Test
  void fit_equalScores_stillTellsMoreFromLess() {
    MonotoneCalibration calibration = MonotoneCalibration.fit(new float[] {2, 2, 2, 2});
    assertThat(calibration.apply(3)).isGreaterThan(calibration.apply(2));
    assertThat(calibration.apply(1)).isLessThan(calibration.apply(2));
  }

  @Test
  void fit_nothingOrNaN_isRefused() {
    assertThatThrownBy(() -> MonotoneCalibration.fit(new float[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MonotoneCalibration.fit(new float[] {1, Float.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("finite");
  }
}
