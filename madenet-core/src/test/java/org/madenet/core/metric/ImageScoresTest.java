package org.madenet.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ImageScoresTest {

  @Test
  void compute_oneClassOnly_namesTheSamples() {
    ImageScores scores = new ImageScores();
    assertThatThrownBy(scores::compute).hasMessageContaining("none were added");
    for (int i = 0; i < 7; i++) {
      scores.add("img" + i, i, true);
    }
    assertThatThrownBy(scores::compute)
        .isInstanceOf(UndefinedMetricException.class)
        .hasMessage(
            "image metrics need normal and anomalous images, but all 7 are anomalous: img0, img1,"
                + " img2, img3, img4, ...");
  }

  @Test
  void add_nan_namesTheImage() {
    assertThatThrownBy(() -> new ImageScores().add("bad", Double.NaN, false))
        .isInstanceOf(UndefinedMetricException.class)
        .hasMessage("the anomaly score of bad is NaN");
  }

  @Test
  void compute_infiniteScores_areOrdered() {
    ImageScores scores = new ImageScores();
    scores.add("a", Double.NEGATIVE_INFINITY, false);
    scores.add("b", 0, false);
    scores.add("c", Double.POSITIVE_INFINITY, true);
    assertThat(scores.compute().auroc()).isEqualTo(1);
  }

  @Test
  void curves_anyScores_startAndEndWhereTheyMust() {
    ImageScores scores = new ImageScores();
    for (int i = 0; i < 5000; i++) {
      scores.add("i" + i, Math.sin(i) + (i % 5 == 0 ? 0.3 : 0), i % 5 == 0);
    }
    ImageResult result = scores.compute();
    Curve roc = result.roc();
    assertThat(roc.x()[0]).isZero();
    assertThat(roc.y()[0]).isZero();
    assertThat(roc.x()[roc.x().length - 1]).isEqualTo(1);
    assertThat(roc.y()[roc.y().length - 1]).isEqualTo(1);
    assertThat(roc.x().length).isLessThan(2 * Curve.MOST_POINTS);
    assertThat(roc.x()).isSorted();
    assertThat(roc.y()).isSorted();
    assertThat(result.precisionRecall().x()).isSorted();
  }
}
