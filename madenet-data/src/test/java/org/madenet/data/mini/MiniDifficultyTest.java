package org.madenet.data.mini;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.madenet.core.metric.ImageScores;
import org.madenet.data.manudefect.ComponentCategory;

/**
 * Normal variation must be wide enough that the difference to a mean image does not find the
 * defects.
 */
class MiniDifficultyTest {

  private static final int SIZE = 64;

  /** How a difference image becomes a score. */
  enum Score {
    MEAN,
    MAXIMUM
  }

  @ParameterizedTest
  @EnumSource(Score.class)
  void meanImageBaseline_overAllCategories_staysBelowThreeQuarters(Score score) {
    MiniPlan plan = MiniPlan.of(MiniOptions.defaults().withSize(SIZE));
    Map<ComponentCategory, List<MiniPlan.Item>> byCategory =
        plan.items().stream().collect(Collectors.groupingBy(MiniPlan.Item::category));
    double sum = 0;
    for (List<MiniPlan.Item> items : byCategory.values()) {
      sum += auroc(items, score);
    }
    assertThat(byCategory).hasSize(11);
    assertThat(sum / byCategory.size()).isLessThan(0.75);
  }

  private static double auroc(List<MiniPlan.Item> items, Score score) {
    double[] mean = new double[3 * SIZE * SIZE];
    List<MiniPlan.Item> train =
        items.stream().filter(i -> i.split().equals("train") && i.type().isEmpty()).toList();
    for (MiniPlan.Item item : train) {
      int[] rgb = pixels(item);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += channel(rgb, i) / (double) train.size();
      }
    }
    ImageScores scores = new ImageScores();
    for (MiniPlan.Item item : items) {
      if (item.split().equals("test")) {
        scores.add(item.image(), difference(pixels(item), mean, score), item.type().isPresent());
      }
    }
    return scores.compute().auroc();
  }

  private static double difference(int[] rgb, double[] mean, Score score) {
    double sum = 0;
    double most = 0;
    for (int i = 0; i < mean.length; i++) {
      double d = Math.abs(channel(rgb, i) - mean[i]);
      sum += d;
      most = Math.max(most, d);
    }
    return score == Score.MEAN ? sum / mean.length : most;
  }

  private static int[] pixels(MiniPlan.Item item) {
    return Scene.render(item.category(), item.seed(), SIZE, item.type()).rgb();
  }

  private static int channel(int[] rgb, int i) {
    return rgb[i / 3] >> 8 * (i % 3) & 255;
  }
}
