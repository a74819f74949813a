package org.madenet.lpd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.testing.SquareImages;
import org.madenet.core.train.RandomStreams;
import org.madenet.data.synthesis.NormalAugmentation;
import org.madenet.data.synthesis.PatchDistortion;
import org.madenet.data.synthesis.SyntheticBatchOptions;
import org.madenet.data.synthesis.SyntheticBatches;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** Which images the two stages call anomalous, and which pixels: 1 is anomalous in both heads. */
class MinibatchesTest {

  private static final int SIDE = 64;
  private static final int BATCH = 4;

  /** Between the brightest pixel outside a square and the darkest inside, noise included. */
  private static final float BETWEEN = 0.625f;

  private static float[] floats(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  private static float[] image(MultiDataSet batch, int index) {
    return floats(batch.getFeatures(0).slice(index));
  }

  private static float[] mask(MultiDataSet batch, int index) {
    return floats(batch.getLabels(1).slice(index));
  }

  private static boolean marks(float[] mask) {
    for (float value : mask) {
      if (value > 0) {
        return true;
      }
    }
    return false;
  }

  private static void assertLabelSaysWhetherMarked(MultiDataSet batch, int index) {
    assertThat(batch.getLabels(0).getFloat(index, 0, 0, 0))
        .isEqualTo(marks(mask(batch, index)) ? 1f : 0f);
  }

  @Test
  void stageOne_labelsAndMasks_sayWhereTheOriginalWasChanged() {
    SquareImages source = SquareImages.normal(SIDE, 16, 1);
    SyntheticBatches synthetic =
        new SyntheticBatches(
            source,
            new PatchDistortion(LpdPresets.SMOKE.patches()),
            SyntheticBatchOptions.validation(BATCH, 7));
    int anomalous = 0;
    try (PatchMinibatches batches = new PatchMinibatches(synthetic, synthetic.count())) {
      for (int step = 0; step < batches.count(); step++) {
        MultiDataSet batch = batches.minibatch(0, step);
        for (int i = 0; i < BATCH; i++) {
          float[] original = floats(source.images(step * BATCH + i).images());
          float[] image = image(batch, i);
          float[] mask = mask(batch, i);
          boolean changed = false;
          for (int p = 0; p < image.length; p++) {
            if (mask[p % mask.length] == 0) {
              assertThat(image[p]).isEqualTo(original[p]);
            }
            changed |= image[p] != original[p];
          }
          assertThat(changed).isEqualTo(marks(mask));
          assertLabelSaysWhetherMarked(batch, i);
          anomalous += changed ? 1 : 0;
        }
      }
    }
    assertThat(anomalous).isBetween(1, source.size() - 1);
  }

  private static DefectMinibatches stageTwo(SquareImages source, double syntheticShare) {
    LpdOptions options =
        LpdPresets.SMOKE.toBuilder()
            .augmentation(new NormalAugmentation(true, true, true, 0))
            .syntheticShare(syntheticShare)
            .build();
    return new DefectMinibatches(source, options, new RandomStreams(3));
  }

  @Test
  void stageTwo_labelsAndMasks_areThoseOfTheDefects() {
    DefectMinibatches batches = stageTwo(SquareImages.labelled(SIDE, 10, 3), 0);
    for (int step = 0; step < 6; step++) {
      MultiDataSet batch = batches.minibatch(0, step);
      assertThat(floats(batch.getLabels(0))).containsExactly(1, 1, 0, 0);
      for (int i = 0; i < BATCH; i++) {
        assertLabelSaysWhetherMarked(batch, i);
        float[] image = image(batch, i);
        float[] mask = mask(batch, i);
        for (int p = 0; p < image.length; p++) {
          assertThat(mask[p % mask.length]).isEqualTo(image[p] > BETWEEN ? 1f : 0f);
        }
      }
      assertThat(batch.getLabelsMaskArray(1).minNumber().doubleValue()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1})
  void stageTwo_normalImagesWithAPatch_becomeAnomalousWhereItLies(double share) {
    DefectMinibatches batches = stageTwo(SquareImages.labelled(SIDE, 10, 3), share);
    int patched = 0;
    for (int step = 0; step < 6; step++) {
      MultiDataSet batch = batches.minibatch(0, step);
      for (int i = 0; i < BATCH; i++) {
        assertLabelSaysWhetherMarked(batch, i);
        patched += i >= 2 && marks(mask(batch, i)) ? 1 : 0;
      }
    }
    assertThat(patched).isBetween(share == 1 ? 9 : 2, share == 1 ? 12 : 10);
  }
}
