package org.madenet.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.AnomalyMap;
import org.madenet.core.ImageSize;

class PixelScoresTest {

  private static final ImageSize SIZE = new ImageSize(40, 32);

  /** Random maps whose anomalous pixels score higher, rounded so that many scores are equal. */
  private static PixelScores random(long seed, int images, DoubleUnaryOperator transform) {
    PixelScores scores = new PixelScores();
    for (int i = 0; i < images; i++) {
      SplittableRandom random = new SplittableRandom(seed + i);
      float[] map = new float[SIZE.pixels()];
      boolean[] mask = new boolean[SIZE.pixels()];
      for (int p = 0; p < map.length; p++) {
        mask[p] = (p / 7 + p / 61) % 9 == 0 && i % 2 == 0;
        double score = Math.rint((random.nextDouble() + (mask[p] ? 0.4 : 0)) * 50) / 50 + 0.01;
        map[p] = (float) transform.applyAsDouble(score);
      }
      scores.add("image-" + i, new AnomalyMap(SIZE, map), mask);
    }
    return scores;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void compute_strictlyMonotoneTransform_changesNothing(int which) {
    DoubleUnaryOperator[] transforms = {x -> 8 * x, x -> x - 3, x -> Math.log(x)};
    PixelResult plain = random(1, 6, x -> x).compute();
    PixelResult transformed = random(1, 6, transforms[which]).compute();
    assertThat(transformed.auroc()).isEqualTo(plain.auroc());
    assertThat(transformed.averagePrecision()).isEqualTo(plain.averagePrecision());
    assertThat(transformed.f1Max()).isEqualTo(plain.f1Max());
    // Region shares are summed in another order within a score.
    assertThat(transformed.aupro()).isCloseTo(plain.aupro(), within(1e-12));
  }

  @Test
  void compute_negatedScores_mirrorsAuroc() {
    double auroc = random(2, 4, x -> x).compute().auroc();
    assertThat(random(2, 4, x -> -x).compute().auroc()).isCloseTo(1 - auroc, within(1e-12));
  }

  @Test
  void compute_perfectMap_isOneEverywhere() {
    PixelScores scores = new PixelScores();
    boolean[] mask = new boolean[SIZE.pixels()];
    Arrays.fill(mask, 100, 160, true);
    float[] map = new float[mask.length];
    for (int i = 0; i < map.length; i++) {
      map[i] = mask[i] ? 2 : 1;
    }
    scores.add("perfect", new AnomalyMap(SIZE, map), mask);
    PixelResult result = scores.compute();
    assertThat(result.auroc()).isEqualTo(1);
    assertThat(result.averagePrecision()).isEqualTo(1);
    assertThat(result.f1Max()).isEqualTo(1);
    assertThat(result.f1Threshold()).isEqualTo(2);
    // The shares of 60 pixels are summed.
    assertThat(result.aupro()).isCloseTo(1, within(1e-12));
  }

  /**
   * A constant map finds everything and raises every alarm at once: the curve is the diagonal, cut
   * off at the limit.
   */
  @Test
  void aupro_constantMap_isHalfTheLimit() {
    PixelScores scores = new PixelScores(0.3);
    boolean[] mask = new boolean[SIZE.pixels()];
    mask[5] = true;
    scores.add("constant", new AnomalyMap(SIZE, new float[mask.length]), mask);
    assertThat(scores.compute().aupro()).isCloseTo(0.15, within(1e-12));
  }

  @Test
  void add_nanScore_namesImageAndPlaceAndAddsNothing() {
    PixelScores scores = random(3, 2, x -> x);
    PixelResult before = scores.compute();
    float[] map = new float[SIZE.pixels()];
    map[2 * 32 + 5] = Float.NaN;
    assertThatThrownBy(() -> scores.add("bad", new AnomalyMap(SIZE, map), new boolean[map.length]))
        .isInstanceOf(UndefinedMetricException.class)
        .hasMessage("the anomaly map of bad is NaN at row 2, column 5");
    assertThat(scores.compute().normal()).isEqualTo(before.normal());
  }

  @Test
  void compute_oneClassOnly_namesTheSamples() {
    PixelScores scores = new PixelScores();
    assertThatThrownBy(scores::compute).hasMessageContaining("none were added");
    scores.add("a", new AnomalyMap(SIZE, new float[SIZE.pixels()]), new boolean[SIZE.pixels()]);
    assertThatThrownBy(scores::compute)
        .isInstanceOf(UndefinedMetricException.class)
        .hasMessageContaining("all pixels of the 1 images are normal: a");
  }

  @Test
  void add_maskOfAnotherSize_isRefused() {
    PixelScores scores = new PixelScores();
    AnomalyMap map = new AnomalyMap(SIZE, new float[SIZE.pixels()]);
    assertThatThrownBy(() -> scores.add("x", map, new boolean[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1280 pixels (40x32), the mask 3");
  }

  /** Counts in every form of page, against a plain sort. */
  @Test
  void scoreCounts_manyFloats_countAsASortDoes() {
    SplittableRandom random = new SplittableRandom(9);
    int n = 400_000;
    float[] scores = new float[n];
    ScoreCounts counts = new ScoreCounts();
    for (int i = 0; i < n; i++) {
      scores[i] =
          switch (i % 4) {
            case 0 -> 0.75f;
            case 1 -> 1 + random.nextInt(300) * 0x1p-20f;
            case 2 -> (float) (random.nextDouble() * 2 - 1);
            default -> Float.intBitsToFloat(random.nextInt() & 0xBFFFFFFF);
          };
      scores[i] = Float.isNaN(scores[i]) ? Float.NEGATIVE_INFINITY : scores[i];
      counts.add(ScoreCounts.key(scores[i]));
    }
    Arrays.sort(scores);
    long[] page = new long[1 << 16];
    int at = 0;
    for (int p = 0; p < 1 << 16; p++) {
      Arrays.fill(page, 0);
      counts.addTo(p, page);
      for (int cell = 0; cell < page.length; cell++) {
        for (long k = 0; k < page[cell]; k++) {
          // Comparing with == makes the two zeros equal, as the counts do.
          assertThat(ScoreCounts.score(p << 16 | cell) == scores[at++]).isTrue();
        }
      }
    }
    assertThat(at).isEqualTo(n);
    assertThat(counts.total()).isEqualTo(n);
  }
}
