package org.madenet.srad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.madenet.core.ImageSize;
import org.madenet.core.testing.SquareImages;
import org.madenet.core.train.PrefetchedMinibatches;
import org.madenet.core.train.RandomStreams;
import org.madenet.core.train.StageOptions;
import org.madenet.data.synthesis.AnomalySynthesizer;
import org.madenet.data.synthesis.ProceduralTextures;
import org.madenet.data.synthesis.SynthesisOptions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class DefectMinibatchesTest {

  private static final int SIDE = 64;
  private static final double BALANCED_AREA = 0.1;
  private static final SquareImages SOURCE = SquareImages.labelled(SIDE, 12, 1);

  private static DefectMinibatches batches(double syntheticShare, boolean flips) {
    SynthesisOptions always = SynthesisOptions.defaults().toBuilder().anomalyProbability(1).build();
    return new DefectMinibatches(
        SOURCE,
        SradPresets.SMOKE.toBuilder()
            .fineTune(new StageOptions(1e-3, 0, 4, 5, 2, 1))
            .fineTuneAugmentation(new FineTuneAugmentation(syntheticShare, flips))
            .loss(new SradLossOptions(1, 1, 0.75, 2, BALANCED_AREA))
            .build(),
        new AnomalySynthesizer(always, new ProceduralTextures()),
        new RandomStreams(7));
  }

  @Test
  void minibatch_askedForTwice_isTheSame() {
    try (PrefetchedMinibatches first = new PrefetchedMinibatches(batches(0.5, true))) {
      DefectMinibatches second = batches(0.5, true);
      first.minibatch(0, 0);
      first.minibatch(0, 1);
      MultiDataSet one = first.minibatch(1, 2);
      MultiDataSet other = second.minibatch(1, 2);
      assertThat(other.getFeatures(0)).isEqualTo(one.getFeatures(0));
      assertThat(other.getLabels(1)).isEqualTo(one.getLabels(1));
      assertThat(other.getFeatures(0)).isNotEqualTo(first.minibatch(1, 3).getFeatures(0));
    }
  }

  @Test
  void minibatch_withoutSyntheticAnomalies_asksForTheImageOutsideTheMask() {
    DefectMinibatches batches = batches(0, false);
    MultiDataSet batch = batches.minibatch(0, 0);
    assertThat(batch.getLabels(0)).isEqualTo(batch.getFeatures(0));
    INDArray anomalous = batch.getLabels(1).slice(1, 1);
    INDArray known = batch.getLabelsMaskArray(0).slice(0, 1);
    assertThat(known).isEqualTo(anomalous.rsub(1));
    // Two of four images have a square of 14 pixels.
    assertThat(anomalous.sumNumber().intValue()).isEqualTo(2 * 14 * 14);
  }

  @Test
  void minibatch_withSyntheticAnomalies_knowsTheirOriginals() {
    DefectMinibatches batches = batches(1, false);
    MultiDataSet batch = batches.minibatch(0, 0);
    for (int i = 2; i < 4; i++) { // after the defects come the normal images
      INDArray mask = batch.getLabels(1).slice(i, 0).slice(1, 0);
      assertThat(mask.sumNumber().intValue()).isPositive();
      assertThat(batch.getLabels(0).slice(i, 0)).isNotEqualTo(batch.getFeatures(0).slice(i, 0));
      assertThat(batch.getLabelsMaskArray(0).slice(i, 0).sumNumber().intValue())
          .isEqualTo(SIDE * SIDE);
    }
  }

  @Test
  void weights_ofEachDefect_addUpToTheBalancedArea() {
    MultiDataSet batch = batches(0, false).minibatch(0, 0);
    INDArray anomalous = batch.getLabels(1).slice(1, 1);
    INDArray weights = batch.getLabelsMaskArray(1).slice(0, 1);
    for (int i = 0; i < 2; i++) {
      INDArray marked = anomalous.slice(i).mul(weights.slice(i));
      // Sums of floats.
      assertThat(marked.sumNumber().doubleValue())
          .isCloseTo(BALANCED_AREA * SIDE * SIDE, within(1e-2));
    }
    assertThat(weights.slice(2)).isEqualTo(Nd4j.ones(SIDE, SIDE));
  }

  @Test
  void flips_bothWays_areTheirOwnInverse() {
    ImageSize size = new ImageSize(3, 4);
    float[] values = {9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    float[] flipped = values.clone();
    Flips.plane(flipped, 1, size, true, false);
    assertThat(flipped).containsExactly(9, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8);
    Flips.plane(flipped, 1, size, true, true);
    assertThat(flipped).containsExactly(9, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
    Flips.plane(flipped, 1, size, false, true);
    assertThat(flipped).isEqualTo(values);
  }
}
