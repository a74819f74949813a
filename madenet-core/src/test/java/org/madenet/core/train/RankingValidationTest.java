package org.madenet.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.AnomalyMap;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.LabelledImages;
import org.madenet.core.Prediction;
import org.madenet.core.Provenance;
import org.madenet.core.testing.SquareImages;
import org.madenet.core.testing.Unmasked;

class RankingValidationTest {

  private static final SquareImages IMAGES = SquareImages.labelled(32, 10, 3);

  /** Says of a pixel what a function says of its red value; defects are 0.35 brighter. */
  private record Brightness(
      ImageSize inputSize, DoubleUnaryOperator says, Consumer<AnomalyDetector> closed)
      implements AnomalyDetector {

    @Override
    public Provenance provenance() {
      throw new UnsupportedOperationException("not asked for");
    }

    @Override
    public List<Prediction> predict(ImageBatch batch) {
      List<Prediction> predictions = new ArrayList<>();
      for (int i = 0; i < batch.size(); i++) {
        float[] red = batch.images().slice(i).slice(0).dup('c').data().asFloat();
        for (int p = 0; p < red.length; p++) {
          red[p] = (float) says.applyAsDouble(red[p]);
        }
        AnomalyMap map = new AnomalyMap(inputSize, red);
        predictions.add(new Prediction(batch.ids().get(i), map, map.max()));
      }
      return predictions;
    }

    @Override
    public void save(Path file) {
      throw new UnsupportedOperationException("not asked for");
    }

    @Override
    public void close() {
      closed.accept(this);
    }
  }

  private static double loss(LabelledImages images, DoubleUnaryOperator says) {
    return new RankingValidation(images, 4)
        .loss(new Brightness(images.imageSize(), says, closed -> {}));
  }

  @Test
  void loss_perfectRanking_isZero() {
    // Above 0.7 there is nothing but defects; what lies below ties at the bottom of a defect's.
    assertThat(loss(IMAGES, v -> v)).isCloseTo(0, within(0.05));
    assertThat(loss(IMAGES, v -> v)).isEqualTo(loss(IMAGES, v -> Math.exp(3 * v)), within(1e-6));
  }

  @Test
  void loss_constantPrediction_isThatOfChance() {
    double marked = 14.0 * 14 / (32 * 32) / 2; // of all pixels: every second image has a square
    assertThat(loss(IMAGES, v -> 0)).isCloseTo(1 - (0.5 + marked) / 2, within(1e-6));
  }

  @Test
  void loss_reversedRanking_isWorseThanChance() {
    assertThat(loss(IMAGES, v -> -v)).isGreaterThan(loss(IMAGES, v -> 0));
  }

  @Test
  void loss_withoutMasks_isImageAurocAlone() {
    LabelledImages unmasked = new Unmasked(IMAGES);
    assertThat(loss(unmasked, v -> v)).isEqualTo(0);
    assertThat(loss(unmasked, v -> 0)).isEqualTo(0.5);
  }

  @Test
  void lossOf_aMadeDetector_isItsLossAndClosesIt() {
    List<AnomalyDetector> closed = new ArrayList<>();
    RankingValidation validation = new RankingValidation(IMAGES, 4);
    Brightness detector = new Brightness(IMAGES.imageSize(), v -> -v, closed::add);
    assertThat(validation.lossOf(() -> detector)).isEqualTo(validation.loss(detector));
    assertThat(closed).containsExactly(detector);
  }

  @Test
  void imagesOfOneKind_areRefused() {
    assertThatThrownBy(() -> new RankingValidation(SquareImages.normal(32, 4, 1), 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 and 0");
  }
}
