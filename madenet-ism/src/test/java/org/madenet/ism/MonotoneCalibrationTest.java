package org.madenet.ism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.io.PlainJson;
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

  /** The definition, knot after knot, as the first version had it. */
  private static double plainly(MonotoneCalibration calibration, double score) {
    List<Double> scores = DoubleStream.of(calibration.scores()).boxed().toList();
    List<Double> deviations = DoubleStream.of(calibration.deviations()).boxed().toList();
    int last = scores.size() - 1;
    int middle = 0;
    while (middle < last && deviations.get(middle) < 0) {
      middle++;
    }
    if (score <= scores.get(0) || score >= scores.get(last)) {
      int end = score <= scores.get(0) ? 0 : last;
      int from = middle != end ? middle : last - end;
      double slope =
          from == end
              ? 1 / Math.max(Math.abs(scores.get(0)), 1e-6)
              : (deviations.get(end) - deviations.get(from)) / (scores.get(end) - scores.get(from));
      return deviations.get(end) + (score - scores.get(end)) * slope;
    }
    int above = 1;
    while (scores.get(above) < score) {
      above++;
    }
    double from = scores.get(above - 1);
    double share = (score - from) / (scores.get(above) - from);
    double low = deviations.get(above - 1);
    return low + share * (deviations.get(above) - low);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 1000, 200_000})
  void apply_randomScores_equalsTheKnotByKnotDefinition(int normal) {
    MonotoneCalibration calibration =
        MonotoneCalibration.fit(scores(1, normal, z -> sigmoid(2 * z - 1)));
    SplittableRandom random = new SplittableRandom(2);
    // Beyond both ends too, and the knots themselves.
    float[] values = new float[2000 + calibration.scores().length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          (float) (i < 2000 ? random.nextDouble(-0.5, 1.5) : calibration.scores()[i - 2000]);
    }
    float[] all = calibration.apply(values);
    for (int i = 0; i < values.length; i++) {
      double expected = plainly(calibration, values[i]);
      assertThat(calibration.apply(values[i])).isEqualTo(expected);
      assertThat(all[i]).isEqualTo((float) expected);
    }
    for (double knot : calibration.scores()) {
      assertThat(calibration.apply(knot)).isEqualTo(plainly(calibration, knot));
    }
  }

  @Test
  void json_asTheFirstVersionWroteIt_isRead() throws IOException {
    String text = "{\"scores\":[0.125,0.5,2.0],\"deviations\":[-1.5,0.0,1.5]}";
    MonotoneCalibration expected =
        new MonotoneCalibration(new double[] {0.125, 0.5, 2}, new double[] {-1.5, 0, 1.5});
    JsonNode tree = PlainJson.parse(text.getBytes(StandardCharsets.UTF_8));
    assertThat(PlainJson.toRecord(tree, MonotoneCalibration.class)).isEqualTo(expected);
    assertThat(PlainJson.toTree(expected).toString()).isEqualTo(text);
  }

  @Test
  void arrays_changedOutside_changeNothingInside() {
    double[] scores = {1, 2};
    MonotoneCalibration calibration = new MonotoneCalibration(scores, new double[] {-1, 1});
    scores[0] = 1.5;
    calibration.deviations()[1] = 5;
    assertThat(calibration.apply(1)).isEqualTo(-1);
    assertThat(calibration.apply(2)).isEqualTo(1);
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
