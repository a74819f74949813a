package org.madenet.data.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.madenet.core.ImageSize;
import org.nd4j.linalg.api.ndarray.INDArray;

class PatchDistortionTest {

  private static final ImageSize SIZE = new ImageSize(64, 80);

  private static PatchOptions options(PatchRotation rotation) {
    return PatchOptions.defaults().withRotation(rotation, 180);
  }

  private static PatchOptions ungated(PatchRotation rotation) {
    return options(rotation).withGate(PatchThresholds.NONE, PatchThresholds.NONE);
  }

  private static float[] grainyTexture(long seed) {
    float[] image = TestImages.texture(SIZE, seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < image.length; i++) {
      image[i] = 0.9f * image[i] + 0.1f * (float) random.nextDouble();
    }
    return image;
  }

  private static double share(float[] mask) {
    double sum = 0;
    for (float value : mask) {
      sum += value;
    }
    return sum / mask.length;
  }

  @ParameterizedTest
  @EnumSource(PatchRotation.class)
  void distort_manySeeds_changesOnlyTheMaskWhoseAreaIsInRange(PatchRotation rotation) {
    PatchDistortion distortion = new PatchDistortion(options(rotation));
    int patches = 0;
    for (int seed = 0; seed < 200; seed++) {
      float[] image = grainyTexture(seed);
      float[] kept = image.clone();
      PatchSample sample = distortion.distort(image, SIZE, new SplittableRandom(seed));
      assertThat(image).isEqualTo(kept);
      if (sample.perceptibility().isEmpty()) {
        assertThat(sample.image()).isEqualTo(image);
        assertThat(share(sample.mask())).isZero();
        continue;
      }
      patches++;
      assertThat(share(sample.mask())).as("seed %d", seed).isBetween(0.05, 0.2);
      int changed = 0;
      for (int i = 0; i < image.length; i++) {
        if (sample.mask()[i % SIZE.pixels()] == 0) {
          assertThat(sample.image()[i]).isEqualTo(image[i]);
        } else if (sample.image()[i] != image[i]) {
          changed++;
        }
      }
      // With grain hardly two values are equal: the mask is what has changed, but for the axis of a
      // patch that is mirrored in its place.
      assertThat(changed).isGreaterThan((int) (0.85 * 3 * SIZE.pixels() * share(sample.mask())));
    }
    assertThat(patches).isGreaterThan(150);
    assertThat(distortion.counts().pasted()).isEqualTo(patches);
    assertThat(distortion.counts().abandoned()).isEqualTo(200 - patches);
  }

  @ParameterizedTest
  @EnumSource(value = PatchRotation.class, names = "ANY_ANGLE", mode = EnumSource.Mode.EXCLUDE)
  void distort_withoutInterpolation_pastesARectangleOfTheImage(PatchRotation rotation) {
    float[] image = TestImages.texture(SIZE, 3);
    Set<Float> values = new HashSet<>();
    for (float value : image) {
      values.add(value);
    }
    PatchDistortion distortion = new PatchDistortion(ungated(rotation));
    for (int seed = 0; seed < 50; seed++) {
      PatchSample sample = distortion.distort(image, SIZE, new SplittableRandom(seed));
      int top = SIZE.height();
      int left = SIZE.width();
      int bottom = -1;
      int right = -1;
      for (int p = 0; p < SIZE.pixels(); p++) {
        if (sample.mask()[p] == 1) {
          top = Math.min(top, p / SIZE.width());
          bottom = Math.max(bottom, p / SIZE.width());
          left = Math.min(left, p % SIZE.width());
          right = Math.max(right, p % SIZE.width());
          assertThat(values).contains(sample.image()[p]);
        }
      }
      int box = (bottom - top + 1) * (right - left + 1);
      assertThat(share(sample.mask())).isEqualTo((double) box / SIZE.pixels());
    }
  }

  @Test
  void distort_aspects_coverTheirRange() {
    PatchDistortion distortion = new PatchDistortion(ungated(PatchRotation.NONE));
    ImageSize square = ImageSize.square(96);
    float[] image = TestImages.texture(square, 3);
    double least = 1;
    double most = 1;
    int tall = 0;
    for (int seed = 0; seed < 300; seed++) {
      float[] mask = distortion.distort(image, square, new SplittableRandom(seed)).mask();
      Set<Integer> rows = new HashSet<>();
      Set<Integer> columns = new HashSet<>();
      for (int p = 0; p < mask.length; p++) {
        if (mask[p] == 1) {
          rows.add(p / 96);
          columns.add(p % 96);
        }
      }
      double aspect = (double) rows.size() / columns.size();
      least = Math.min(least, aspect);
      most = Math.max(most, aspect);
      tall += aspect > 1 ? 1 : 0;
    }
    // Rounding to whole pixels moves the ends a little.
    assertThat(least).isBetween(0.28, 0.35);
    assertThat(most).isBetween(2.9, 3.6);
    // Log-uniform: as often tall as wide; four standard deviations of 300 draws are 35.
    assertThat(tall).isBetween(115, 185);
  }

  @Test
  void distort_sameSeed_isTheSameSampleWhateverWasMadeBefore() {
    PatchDistortion first = new PatchDistortion(options(PatchRotation.ANY_ANGLE));
    PatchDistortion second = new PatchDistortion(options(PatchRotation.ANY_ANGLE));
    float[] image = TestImages.texture(SIZE, 1);
    second.distort(image, SIZE, new SplittableRandom(99));
    PatchSample one = first.distort(image, SIZE, new SplittableRandom(5));
    PatchSample other = second.distort(image, SIZE, new SplittableRandom(5));
    assertThat(other.image()).isEqualTo(one.image());
    assertThat(other.mask()).isEqualTo(one.mask());
    assertThat(other.perceptibility()).isEqualTo(one.perceptibility());
    assertThat(first.distort(image, SIZE, new SplittableRandom(6)).mask()).isNotEqualTo(one.mask());
  }

  @Test
  void gate_uniformImage_rejectsEveryPatch() {
    PatchDistortion distortion = new PatchDistortion(options(PatchRotation.QUARTER_TURNS));
    float[] image = new float[3 * SIZE.pixels()];
    Arrays.fill(image, 0.4f);
    for (int seed = 0; seed < 20; seed++) {
      PatchSample sample = distortion.distort(image, SIZE, new SplittableRandom(seed));
      assertThat(sample.perceptibility()).isEmpty();
      assertThat(sample.redraws()).isEqualTo(distortion.options().maxRedraws() + 1);
      assertThat(sample.image()).isEqualTo(image);
    }
    assertThat(distortion.counts().pasted()).isZero();
    assertThat(distortion.counts().abandoned()).isEqualTo(20);
    assertThat(distortion.counts().rejectedShare()).isEqualTo(1);
  }

  /**
   * Fine noise all over: a patch differs from what it covers in every pixel, but nobody sees it,
   * since it looks like what is around it. Only the second comparison can know.
   */
  @Test
  void gate_evenNoise_isVisibleAgainstThePixelsButNotAgainstTheSurroundings() {
    SplittableRandom random = new SplittableRandom(4);
    float[] image = new float[3 * SIZE.pixels()];
    for (int p = 0; p < SIZE.pixels(); p++) {
      float value = 0.5f + 0.1f * (float) random.nextDouble(-1, 1);
      for (int c = 0; c < 3; c++) {
        image[c * SIZE.pixels() + p] = value;
      }
    }
    PatchSample sample =
        new PatchDistortion(ungated(PatchRotation.NONE))
            .distort(image, SIZE, new SplittableRandom(1));
    PatchPerceptibility measured = sample.perceptibility().orElseThrow();
    PatchOptions gate = PatchOptions.defaults();
    assertThat(gate.replaced().passedBy(measured.replaced())).isTrue();
    assertThat(gate.surroundings().passedBy(measured.surroundings())).isFalse();
    // Two independent uniform values: 2 * 0.2^2 / 12.
    assertThat(measured.replaced().mse()).isCloseTo(2 * 0.04 / 12, within(1e-3));
    assertThat(measured.surroundings().ssim()).isGreaterThan(0.95);
  }

  /** Left half 0.2, right half 0.6; a patch from the left lies in the right half. By hand. */
  @Test
  void perceptibility_flatPatchOnFlatGround_isWorkedByHand() {
    ImageSize size = ImageSize.square(64);
    float[] image = new float[3 * size.pixels()];
    for (int i = 0; i < image.length; i++) {
      image[i] = i % 64 < 32 ? 0.2f : 0.6f;
    }
    PatchDistortion distortion = new PatchDistortion(ungated(PatchRotation.NONE));
    int checked = 0;
    for (int seed = 0; seed < 400; seed++) {
      PatchSample sample = distortion.distort(image, size, new SplittableRandom(seed));
      boolean inRight = true;
      boolean dark = true;
      for (int p = 0; p < size.pixels(); p++) {
        if (sample.mask()[p] == 1) {
          inRight &= p % 64 > 32 + PatchMeasurement.MARGIN;
          dark &= sample.image()[p] == 0.2f;
        }
      }
      if (inRight && dark) {
        PatchPerceptibility measured = sample.perceptibility().orElseThrow();
        double luminance = (2 * 0.2 * 0.6 + 1e-4) / (0.04 + 0.36 + 1e-4);
        assertThat(measured.replaced().mse()).isCloseTo(0.16, within(1e-6));
        assertThat(measured.replaced().ssim()).isCloseTo(luminance, within(1e-5));
        assertThat(measured.replaced().edge()).isCloseTo(0, within(1e-9));
        assertThat(measured.surroundings().mse()).isCloseTo(0.16, within(1e-6));
        assertThat(measured.surroundings().ssim()).isCloseTo(luminance, within(1e-5));
        // Half of the step across a straight seam; at a corner the length of two halves; none at
        // the image's border.
        assertThat(measured.surroundings().edge()).isBetween(0.1999, 0.2 * Math.sqrt(2));
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(10);
  }

  @Test
  void batches_anyThreads_giveTheSameAndHalfOfThemNormal() {
    ImageSize square = ImageSize.square(32);
    TestImages.Source source = new TestImages.Source(40, square, -1);
    PatchDistortion distortion = new PatchDistortion(PatchOptions.defaults());
    SyntheticBatchOptions options = SyntheticBatchOptions.training(10, 7);
    int patches = 0;
    try (SyntheticBatches one =
            new SyntheticBatches(source, distortion, options.withThreads(1, 0));
        SyntheticBatches four =
            new SyntheticBatches(
                source, new PatchDistortion(PatchOptions.defaults()), options.withThreads(4, 3))) {
      assertThat(four.fingerprint()).isEqualTo(one.fingerprint());
      for (int batch = 0; batch < 16; batch++) {
        SyntheticBatch expected = one.batch(batch / 4, batch % 4);
        SyntheticBatch actual = four.batch(batch / 4, batch % 4);
        assertThat(actual.kinds()).isEqualTo(expected.kinds());
        assertThat(actual.images()).isEqualTo(expected.images());
        assertThat(actual.masks()).isEqualTo(expected.masks());
        INDArray marked = expected.masks().sum(1, 2, 3);
        for (int i = 0; i < expected.size(); i++) {
          boolean patch = expected.kinds().get(i) == AnomalyKind.PATCH;
          assertThat(marked.getDouble(i) > 0).isEqualTo(patch);
          patches += patch ? 1 : 0;
        }
      }
    }
    assertThat(distortion.counts().pasted()).isGreaterThanOrEqualTo(patches);
    // 160 draws with probability one half: four standard deviations are 25.
    assertThat(patches + (int) distortion.counts().abandoned()).isBetween(55, 105);
  }

  @Test
  void options_outOfRange_areRefusedByName() {
    PatchOptions good = PatchOptions.defaults();
    assertThatThrownBy(() -> good.withAnomalyProbability(1.5))
        .hasMessageContaining("anomalyProbability");
    assertThatThrownBy(() -> good.withRotation(PatchRotation.ANY_ANGLE, 200))
        .hasMessageContaining("maxAngle");
    assertThatThrownBy(() -> new PatchThresholds(-0.1, 0, 0)).hasMessageContaining("minMse");
    assertThatThrownBy(() -> new PatchThresholds(0, 1.1, 0)).hasMessageContaining("maxSsim");
    assertThatThrownBy(
            () ->
                new PatchOptions(
                    0.5,
                    0.2,
                    0.05,
                    1,
                    1,
                    PatchRotation.NONE,
                    0,
                    false,
                    PatchThresholds.NONE,
                    PatchThresholds.NONE,
                    1))
        .hasMessageContaining("area share");
  }
}
