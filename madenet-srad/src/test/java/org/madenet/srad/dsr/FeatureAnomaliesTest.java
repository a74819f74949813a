package org.madenet.srad.dsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.madenet.core.ImageSize;
import org.madenet.core.nn.Codebook;
import org.madenet.data.synthesis.PerlinMask;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FeatureAnomaliesTest {

  private static final int CODES = 100;
  private static final int WIDTH = 3;
  private static final int SIDE = 6;
  private static final FeatureAnomalyOptions OPTIONS =
      new FeatureAnomalyOptions(0.5, new PerlinMask(0, 5, 0.5), 0.2, 1, 0.05);

  private final Codebook codebook = new Codebook(random(1, CODES, WIDTH));
  private final INDArray features = random(2, 2, WIDTH, SIDE, SIDE);
  private final INDArray codes = LatentModel.quantize(codebook, features).dup();
  private final FeatureAnomalies anomalies = new FeatureAnomalies(OPTIONS, codebook);

  private static INDArray random(long seed, long... shape) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.create(values, shape, 'c');
  }

  private static float[] everySecond() {
    float[] cells = new float[SIDE * SIDE];
    for (int i = 0; i < cells.length; i += 2) {
      cells[i] = 1;
    }
    return cells;
  }

  private double[] vector(INDArray maps, int image, int cell) {
    return IntStream.range(0, WIDTH)
        .mapToDouble(d -> maps.getDouble(image, d, cell / SIDE, cell % SIDE))
        .toArray();
  }

  /** How many codes are nearer to a feature than the one in its place, by a loop. */
  private int rank(int image, int cell, INDArray placed) {
    double[] feature = vector(features, image, cell);
    double reached = distance(feature, vector(placed, image, cell));
    return (int)
        IntStream.range(0, CODES)
            .filter(
                k ->
                    distance(feature, codebook.codes().getRow(k).toDoubleVector()) < reached - 1e-6)
            .count();
  }

  private static double distance(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(d -> (a[d] - b[d]) * (a[d] - b[d])).sum();
  }

  @Test
  void replace_markedCells_getNearCodesButNotTheNearest() {
    Set<Integer> ranks = new HashSet<>();
    for (int seed = 0; seed < 40; seed++) {
      INDArray changed = codes.dup();
      anomalies.replace(features, changed, 1, everySecond(), 0.3, new SplittableRandom(seed));
      for (int cell = 0; cell < SIDE * SIDE; cell += 2) {
        ranks.add(rank(1, cell, changed));
      }
    }
    // Of 100 codes the nearest 5 are skipped, and 0.3 * 100 + 1 are near.
    assertThat(ranks).isEqualTo(new HashSet<>(IntStream.range(5, 31).boxed().toList()));
  }

  @Test
  void replace_everythingElse_staysAsItWas() {
    INDArray changed = codes.dup();
    anomalies.replace(features, changed, 1, everySecond(), 0.3, new SplittableRandom(1));
    assertThat(changed.slice(0).dup('c')).isEqualTo(codes.slice(0).dup('c'));
    for (int cell = 0; cell < SIDE * SIDE; cell++) {
      boolean same = Arrays.equals(vector(changed, 1, cell), vector(codes, 1, cell));
      assertThat(same).as("cell %d", cell).isEqualTo(cell % 2 == 1);
    }
  }

  @Test
  void replace_sameSeed_isTheSame() {
    INDArray once = codes.dup();
    INDArray again = codes.dup();
    INDArray other = codes.dup();
    anomalies.replace(features, once, 0, everySecond(), 0.8, new SplittableRandom(7));
    anomalies.replace(features, again, 0, everySecond(), 0.8, new SplittableRandom(7));
    anomalies.replace(features, other, 0, everySecond(), 0.8, new SplittableRandom(8));
    assertThat(again).isEqualTo(once);
    assertThat(other).isNotEqualTo(once);
  }

  /** By the official formula max(1, min(int(s K) + 1, K - 1)), of 4096 codes. */
  @Test
  void ranks_ofPublishedCodes_areTheOfficialOnes() {
    assertThat(OPTIONS.firstRank(4096)).isEqualTo(204);
    assertThat(OPTIONS.endRank(4096, 0.2)).isEqualTo(820);
    assertThat(OPTIONS.endRank(4096, 1)).isEqualTo(4095);
  }

  @Test
  void strength_isUniformBetweenItsBounds() {
    SplittableRandom random = new SplittableRandom(3);
    double[] drawn =
        IntStream.range(0, 4000).mapToDouble(i -> anomalies.strength(random)).toArray();
    assertThat(Arrays.stream(drawn).allMatch(s -> s >= 0.2 && s <= 1)).isTrue();
    // The mean's standard error is 0.8 / sqrt(12 * 4000) = 0.0037.
    assertThat(Arrays.stream(drawn).average().orElseThrow()).isBetween(0.585, 0.615);
  }

  @Test
  void rank_equalsThatOfASortedArray() {
    SplittableRandom random = new SplittableRandom(5);
    for (int trial = 0; trial < 50; trial++) {
      // Few different values, so that many are equal.
      double[] values = random.ints(1 + trial, 0, 9).asDoubleStream().toArray();
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      for (int rank = 0; rank < values.length; rank++) {
        assertThat(values[Ranks.index(values, rank)]).isEqualTo(sorted[rank]);
      }
    }
  }

  @Test
  void cells_areMarkedByAnyOfTheirPixels() {
    ImageSize size = new ImageSize(8, 16);
    float[] mask = new float[8 * 16];
    mask[3 * 16 + 4] = 1;
    mask[7 * 16 + 15] = 1;
    assertThat(DsrMasks.cells(mask, size, 4)).containsExactly(0, 1, 0, 0, 0, 0, 0, 1);
    DsrMasks.fillCells(mask, size, 4);
    float sum = 0;
    for (float value : mask) {
      sum += value;
    }
    assertThat(sum).isEqualTo(32);
    assertThat(mask[4]).isEqualTo(1);
    assertThat(mask[4 * 16 + 4]).isZero();
  }

  @Test
  void options_outOfOrder_areRefused() {
    assertThatThrownBy(() -> new FeatureAnomalyOptions(0.5, new PerlinMask(0, 5, 0.5), 0.2, 1, 0.2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("skipped < minStrength");
  }
}
