package org.madenet.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.madenet.core.AnomalyMap;
import org.madenet.core.ImageSize;

/** What must hold for any pixels, on random images with heavy ties and infinite scores. */
class PixelScoresPropertiesTest {

  /** An image of few distinct scores, both infinities and both zeros among them. */
  private record Image(float[] map, boolean[] mask, ImageSize size) {

    static Image random(SplittableRandom random) {
      ImageSize size = new ImageSize(1 + random.nextInt(12), 1 + random.nextInt(12));
      float[] levels = {
        Float.NEGATIVE_INFINITY,
        -1e30f,
        -0.25f,
        -0f,
        0f,
        Float.MIN_VALUE,
        0.5f,
        0.75f,
        3e38f,
        Float.POSITIVE_INFINITY
      };
      float[] map = new float[size.pixels()];
      boolean[] mask = new boolean[size.pixels()];
      boolean defect = random.nextInt(3) > 0;
      for (int i = 0; i < map.length; i++) {
        mask[i] = defect && random.nextInt(4) == 0;
        map[i] = levels[Math.min(levels.length - 1, random.nextInt(9) + (mask[i] ? 1 : 0))];
      }
      return new Image(map, mask, size);
    }

    void addTo(PixelScores scores) {
      scores.add("image", new AnomalyMap(size, map.clone()), mask);
    }
  }

  /** Images of which at least one pixel is normal and one anomalous. */
  private static List<Image> images(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < 1 + seed % 6; i++) {
      images.add(Image.random(random));
    }
    images.add(
        new Image(new float[] {0.5f, 0.5f}, new boolean[] {true, false}, new ImageSize(1, 2)));
    return images;
  }

  private static PixelResult compute(List<Image> images, double fprLimit) {
    PixelScores scores = new PixelScores(fprLimit);
    images.forEach(image -> image.addTo(scores));
    return scores.compute();
  }

  /**
   * The definitions, one threshold after the other over all pixels. Both sides differ in the order
   * of summation only, hence 1e-12.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void compute_heavyTiesAndInfinities_agreesWithTheDefinitions(long seed) {
    List<Image> images = images(seed);
    double limit = seed % 3 == 0 ? 1 : 0.3;
    PixelResult result = compute(images, limit);
    Reference expected = Reference.of(images, limit);
    assertThat(result.auroc()).isCloseTo(expected.auroc, within(1e-12));
    assertThat(result.averagePrecision()).isCloseTo(expected.averagePrecision, within(1e-12));
    assertThat(result.f1Max()).isCloseTo(expected.f1Max, within(1e-12));
    assertThat(result.f1Threshold()).isEqualTo(expected.f1Threshold);
    assertThat(result.aupro()).isCloseTo(expected.aupro, within(1e-12)).isBetween(0.0, 1.0);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void compute_imagesInAnotherOrder_changesNothing(long seed) {
    List<Image> images = images(seed);
    PixelResult plain = compute(images, 0.3);
    Collections.shuffle(images, new Random(seed));
    PixelResult shuffled = compute(images, 0.3);
    assertThat(shuffled.auroc()).isEqualTo(plain.auroc());
    assertThat(shuffled.averagePrecision()).isEqualTo(plain.averagePrecision());
    assertThat(shuffled.f1Max()).isEqualTo(plain.f1Max());
    assertThat(shuffled.f1Threshold()).isEqualTo(plain.f1Threshold());
    // Region shares are summed in another order.
    assertThat(shuffled.aupro()).isCloseTo(plain.aupro(), within(1e-12));
  }

  /** Normal images may come in pieces, and figures may be asked for in between. */
  @ParameterizedTest
  @MethodSource("seeds")
  void compute_streamSplitElsewhere_changesNothing(long seed) {
    List<Image> images = images(seed);
    PixelScores split = new PixelScores();
    images.get(images.size() - 1).addTo(split);
    for (Image image : images.subList(0, images.size() - 1)) {
      split.compute();
      int width = image.size().width();
      boolean normal = IntStream.range(0, image.mask().length).noneMatch(i -> image.mask()[i]);
      if (!normal) {
        image.addTo(split);
        continue;
      }
      for (int row = 0; row < image.size().height(); row++) {
        int from = row * width;
        new Image(
                Arrays.copyOfRange(image.map(), from, from + width),
                new boolean[width],
                new ImageSize(1, width))
            .addTo(split);
      }
    }
    PixelResult whole = compute(images, PixelScores.DEFAULT_FPR_LIMIT);
    PixelResult pieces = split.compute();
    assertThat(pieces.normal()).isEqualTo(whole.normal());
    assertThat(pieces.auroc()).isEqualTo(whole.auroc());
    assertThat(pieces.averagePrecision()).isEqualTo(whole.averagePrecision());
    assertThat(pieces.f1Max()).isEqualTo(whole.f1Max());
    assertThat(pieces.aupro()).isCloseTo(whole.aupro(), within(1e-12));
  }

  /** 1/n added n times is more than 1 in doubles for some n; the figure must not be. */
  @Test
  void aupro_perfectMapWhoseSharesRoundUp_isNotAboveOne() {
    ImageSize size = new ImageSize(9, 9);
    boolean[] mask = new boolean[size.pixels()];
    float[] map = new float[size.pixels()];
    double sum = 0;
    int found = 0;
    for (int area = 2; area < 80 && !(sum > 1); area++) {
      sum = 0;
      for (int i = 0; i < area; i++) {
        sum += 1.0 / area;
      }
      found = area;
    }
    assertThat(sum).isGreaterThan(1);
    for (int i = 0; i < found; i++) {
      mask[i] = true;
      map[i] = 100 - i;
    }
    assertThat(compute(List.of(new Image(map, mask, size)), 0.3).aupro())
        .isLessThanOrEqualTo(1)
        .isCloseTo(1, within(1e-12));
  }

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  /** Every metric by its definition: thresholds times pixels. */
  private static final class Reference {

    double auroc;
    double averagePrecision;
    double f1Max = -1;
    double f1Threshold;
    double aupro;

    static Reference of(List<Image> images, double limit) {
      TreeSet<Float> thresholds = new TreeSet<>(Comparator.reverseOrder());
      for (Image image : images) {
        for (float score : image.map()) {
          thresholds.add(score + 0f);
        }
      }
      Reference all = new Reference();
      double[] before = new double[3];
      for (float threshold : thresholds) {
        double[] now = all.rates(images, threshold);
        all.auroc += (now[0] - before[0]) * (now[1] + before[1]) / 2;
        if (before[0] < limit && now[0] > before[0]) {
          double end = Math.min(now[0], limit);
          double share =
              before[2] + (now[2] - before[2]) * (end - before[0]) / (now[0] - before[0]);
          all.aupro += (end - before[0]) * (before[2] + share) / 2 / limit;
        }
        before = now;
      }
      return all;
    }

    /** False positive rate, true positive rate and mean share of the regions at a threshold. */
    private double[] rates(List<Image> images, float threshold) {
      long positives = 0;
      long negatives = 0;
      long hits = 0;
      long exactHits = 0;
      long alarms = 0;
      double shares = 0;
      int regions = 0;
      for (Image image : images) {
        Map<Integer, int[]> foundAndArea = new HashMap<>();
        int[] labels = floodFill(image.mask(), image.size());
        for (int i = 0; i < labels.length; i++) {
          boolean found = image.map()[i] >= threshold;
          if (image.mask()[i]) {
            positives++;
            hits += found ? 1 : 0;
            exactHits += image.map()[i] == threshold ? 1 : 0;
            int[] region = foundAndArea.computeIfAbsent(labels[i], k -> new int[2]);
            region[0] += found ? 1 : 0;
            region[1]++;
          } else {
            negatives++;
            alarms += found ? 1 : 0;
          }
        }
        regions += foundAndArea.size();
        shares += foundAndArea.values().stream().mapToDouble(r -> r[0] / (double) r[1]).sum();
      }
      double precision = hits / (double) (hits + alarms);
      averagePrecision += precision * exactHits / positives;
      double f1 = 2.0 * hits / (hits + alarms + positives);
      if (exactHits > 0 && f1 > f1Max) {
        f1Max = f1;
        f1Threshold = threshold;
      }
      return new double[] {
        alarms / (double) negatives, hits / (double) positives, shares / regions
      };
    }

    private static int[] floodFill(boolean[] mask, ImageSize size) {
      int[] labels = new int[mask.length];
      for (int i = 0; i < mask.length; i++) {
        if (mask[i] && labels[i] == 0) {
          fill(mask, size, labels, i / size.width(), i % size.width(), i + 1);
        }
      }
      return labels;
    }

    private static void fill(
        boolean[] mask, ImageSize size, int[] labels, int row, int column, int label) {
      boolean inside = row >= 0 && row < size.height() && column >= 0 && column < size.width();
      if (!inside || !mask[row * size.width() + column]) {
        return;
      }
      int at = row * size.width() + column;
      if (labels[at] != 0) {
        return;
      }
      labels[at] = label;
      for (int neighbour = 0; neighbour < 9; neighbour++) {
        fill(mask, size, labels, row + neighbour / 3 - 1, column + neighbour % 3 - 1, label);
      }
    }
  }
}
