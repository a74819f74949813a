package org.madenet.sfad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.madenet.core.AnomalyMap;
import org.madenet.core.ProgressListener;
import org.madenet.core.testing.Unmasked;
import org.madenet.core.train.RandomStreams;
import org.madenet.sfad.CellLabels.Label;

class SupervisedValidationTest {

  private record Cell(float score, boolean defect) {}

  private final PatternImages images = new PatternImages(8, 3, true);
  private final PatternFeatures source = new PatternFeatures();
  private final int channels = source.grid().channels();
  private final ChannelScaling scaling = ChannelScaling.identity(channels);
  private final SfadNetwork network = SfadNetwork.initial(channels, 6, 8, new RandomStreams(3));

  @Test
  void loss_undecidedCells_countForNeitherClass() {
    CellLabels labels = CellLabels.of(images, source.grid().size(), 0);
    try (FeatureCache cache =
        FeatureCache.fill(images, source, 8, 1 << 24, ProgressListener.NONE)) {
      SfadHead head = SfadHead.of(network, scaling);
      List<Cell> decided = new ArrayList<>();
      float[] highest = new float[images.size()];
      int undecided = 0;
      for (int image = 0; image < images.size(); image++) {
        float[] rows = new float[source.grid().values()];
        cache.read(image, rows, 0);
        float[] scores = SfadHead.anomalyScores(head.apply(rows, source.grid().cells()));
        highest[image] = Float.NEGATIVE_INFINITY;
        for (int cell = 0; cell < scores.length; cell++) {
          highest[image] = Math.max(highest[image], scores[cell]);
          Label label = labels.at(image, cell);
          if (label == Label.UNDECIDED) {
            undecided++;
          } else {
            decided.add(new Cell(scores[cell], label == Label.DEFECT));
          }
        }
      }
      assertThat(undecided).isPositive();
      double expected = 1 - (auroc(highest) + averagePrecision(decided)) / 2;
      assertThat(new SupervisedValidation(cache, scaling, labels, images).loss(network))
          .isCloseTo(expected, within(1e-9));
    }
  }

  @Test
  void loss_noDefectCells_isImageAurocAlone() {
    CellLabels none = CellLabels.of(new Unmasked(images), source.grid().size(), 0);
    assertThat(none.anomalous()).hasSize(images.size() / 2);
    assertThat(none.withDefects()).isEmpty();
    try (FeatureCache cache =
        FeatureCache.fill(images, source, 8, 1 << 24, ProgressListener.NONE)) {
      SfadHead head = SfadHead.of(network, scaling);
      float[] highest = new float[images.size()];
      for (int image = 0; image < images.size(); image++) {
        float[] rows = new float[source.grid().values()];
        cache.read(image, rows, 0);
        float[] scores = SfadHead.anomalyScores(head.apply(rows, source.grid().cells()));
        highest[image] = new AnomalyMap(source.grid().size(), scores).max();
      }
      assertThat(new SupervisedValidation(cache, scaling, none, images).loss(network))
          .isCloseTo(1 - auroc(highest), within(1e-9));
    }
  }

  /** Share of pairs in order; every second image is anomalous. */
  private static double auroc(float[] scores) {
    double right = 0;
    for (int anomalous = 1; anomalous < scores.length; anomalous += 2) {
      for (int normal = 0; normal < scores.length; normal += 2) {
        right += scores[anomalous] > scores[normal] ? 1 : 0;
      }
    }
    return right / (scores.length * scores.length / 4.0);
  }

  /** Mean over the defect cells of the precision at their score; scores are all different. */
  private static double averagePrecision(List<Cell> cells) {
    cells.sort(Comparator.comparingDouble(Cell::score).reversed());
    double sum = 0;
    int found = 0;
    for (int i = 0; i < cells.size(); i++) {
      if (cells.get(i).defect()) {
        found++;
        sum += (double) found / (i + 1);
      }
    }
    return sum / found;
  }
}
