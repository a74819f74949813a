package org.madenet.lpd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.madenet.core.ImageSize;
import org.madenet.core.testing.SquareImages;
import org.madenet.core.train.RandomStreams;
import org.madenet.data.synthesis.ColourJitter;
import org.madenet.data.synthesis.PatchPasting;
import org.madenet.data.synthesis.ScarPasting;
import org.nd4j.linalg.dataset.api.MultiDataSet;

class CutPasteMinibatchesTest {

  private static final int SIDE = 64;
  private static final int IMAGES = 4;
  private static final SquareImages SOURCE = SquareImages.normal(SIDE, 7, 1);

  /** Nothing random but what is pasted where; scars cover at most 2 %, rectangles 10 % or more. */
  private static final CutPasteOptions OPTIONS =
      CutPastePresets.SMOKE.toBuilder()
          .augmentation(ColourJitter.NONE)
          .rectangles(new PatchPasting(0.1, 0.15, 0.5, 2, ColourJitter.of(0.1)))
          .scars(new ScarPasting(2, 3, 10, 20, 45, ColourJitter.of(0.1)))
          .build();

  private static CutPasteMinibatches training(CutPasteOptions options) {
    return CutPasteMinibatches.training(SOURCE, options, new RandomStreams(3));
  }

  private static float[] view(MultiDataSet batch, int index) {
    return batch.getFeatures(0).slice(index).dup('c').data().asFloat();
  }

  private static float[] source(int index) {
    return SOURCE.images(index).images().dup('c').data().asFloat();
  }

  /** Share of pixels in which two views differ. */
  private static double changed(float[] view, float[] other) {
    int pixels = view.length / 3;
    long count =
        IntStream.range(0, pixels)
            .filter(
                p ->
                    view[p] != other[p]
                        || view[pixels + p] != other[pixels + p]
                        || view[2 * pixels + p] != other[2 * pixels + p])
            .count();
    return (double) count / pixels;
  }

  @ParameterizedTest
  @EnumSource(CutPasteVariant.class)
  void minibatch_everyVariant_showsEveryImageOnceAsEachClass(CutPasteVariant variant) {
    CutPasteOptions options = OPTIONS.toBuilder().variant(variant).build();
    CutPasteMinibatches batches = training(options);
    int classes = variant.classes();
    int rectangles = 0;
    int scars = 0;
    for (int step = 0; step < 5; step++) {
      MultiDataSet batch = batches.minibatch(0, step);
      assertThat(batch.getFeatures(0).shape()).containsExactly(classes * IMAGES, 3, SIDE, SIDE);
      for (int i = 0; i < classes * IMAGES; i++) {
        float[] oneHot = batch.getLabels(0).slice(i).dup('c').data().asFloat();
        float[] expected = new float[classes];
        expected[i / IMAGES] = 1;
        assertThat(oneHot).containsExactly(expected);
      }
      for (int i = 0; i < IMAGES; i++) {
        float[] normal = view(batch, i);
        assertThat(IntStream.range(0, SOURCE.size()))
            .anyMatch(image -> Arrays.equals(source(image), normal));
        for (int kind = 1; kind < classes; kind++) {
          double share = changed(view(batch, kind * IMAGES + i), normal);
          // Grain makes nearly every pasted pixel another one.
          boolean rectangle = share > 0.05;
          assertThat(share).isBetween(0.002, 0.151);
          if (variant == CutPasteVariant.THREE_WAY) {
            assertThat(rectangle).isEqualTo(kind == 1);
          }
          rectangles += rectangle ? 1 : 0;
          scars += rectangle ? 0 : 1;
        }
      }
    }
    switch (variant) {
      case BINARY -> assertThat(scars).isZero();
      case SCAR -> assertThat(rectangles).isZero();
      // Of 20 fair draws; fewer than 4 of a kind have a probability of 0.0013.
      case UNION -> assertThat(Math.min(rectangles, scars)).isGreaterThanOrEqualTo(4);
      case THREE_WAY -> assertThat(rectangles).isEqualTo(scars).isEqualTo(20);
    }
  }

  @Test
  void minibatch_passes_visitEveryImageAsOften() {
    CutPasteMinibatches batches = training(OPTIONS);
    int[] visits = new int[SOURCE.size()];
    // 7 steps of 4 images are 4 passes over 7.
    for (int number = 0; number < 7; number++) {
      MultiDataSet batch = batches.minibatch(number / 5, number % 5);
      for (int i = 0; i < IMAGES; i++) {
        float[] normal = view(batch, i);
        for (int image = 0; image < visits.length; image++) {
          visits[image] += Arrays.equals(source(image), normal) ? 1 : 0;
        }
      }
    }
    assertThat(visits).containsOnly(4);
  }

  @Test
  void minibatch_sameSeedEpochAndStep_isTheSameWhateverWasAskedBefore() {
    CutPasteMinibatches used = training(OPTIONS);
    used.minibatch(0, 0);
    used.minibatch(1, 3);
    MultiDataSet expected = training(OPTIONS).minibatch(1, 2);
    assertThat(used.minibatch(1, 2).getFeatures(0)).isEqualTo(expected.getFeatures(0));
    assertThat(used.minibatch(0, 2).getFeatures(0)).isNotEqualTo(expected.getFeatures(0));
    assertThat(
            CutPasteMinibatches.training(SOURCE, OPTIONS, new RandomStreams(4))
                .minibatch(1, 2)
                .getFeatures(0))
        .isNotEqualTo(expected.getFeatures(0));
  }

  @Test
  void validation_visitsEveryImageOnceAndAlwaysTheSame() {
    CutPasteMinibatches held =
        CutPasteMinibatches.validation(SOURCE, OPTIONS, new RandomStreams(3));
    assertThat(held.count()).isEqualTo(2);
    MultiDataSet rest = held.minibatch(0, 1);
    assertThat(rest.getFeatures(0).size(0)).isEqualTo(3 * 3);
    for (int i = 0; i < 3; i++) {
      assertThat(view(rest, i)).isEqualTo(source(4 + i));
    }
    assertThat(held.minibatch(0, 1).getFeatures(0)).isEqualTo(rest.getFeatures(0));
  }

  @Test
  void minibatch_patches_areSquaresOfTheImages() {
    CutPasteOptions options =
        OPTIONS.toBuilder().level(CutPasteLevel.PATCHES, new PatchGrid(32, 16, 8)).build();
    MultiDataSet batch = training(options).minibatch(0, 0);
    assertThat(batch.getFeatures(0).shape()).containsExactly(3 * IMAGES, 3, 32, 32);
    ImageSize size = ImageSize.square(SIDE);
    for (int i = 0; i < IMAGES; i++) {
      float[] normal = view(batch, i);
      assertThat(IntStream.range(0, SOURCE.size())).anyMatch(image -> isPart(normal, image, size));
      assertThat(changed(view(batch, IMAGES + i), normal)).isBetween(0.05, 0.151);
    }
  }

  private static boolean isPart(float[] patch, int image, ImageSize size) {
    float[] pixels = source(image);
    float[] candidate = new float[patch.length];
    PatchGrid grid = new PatchGrid(32, 16, 8);
    for (int top = 0; top <= SIDE - 32; top++) {
      for (int left = 0; left <= SIDE - 32; left++) {
        grid.copy(pixels, 0, size, top, left, candidate, 0);
        if (Arrays.equals(candidate, patch)) {
          return true;
        }
      }
    }
    return false;
  }
}
