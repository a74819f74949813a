package org.madenet.data.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.ImageSize;

class CutPasteTest {

  private static final ImageSize SIZE = new ImageSize(128, 150);
  private static final ScarPasting PLAIN_SCARS =
      new ScarPasting(2, 16, 10, 25, 45, ColourJitter.NONE);

  private record Sample(float[] image, float[] mask, AnomalyKind kind) {
    double marked() {
      double sum = 0;
      for (float value : mask) {
        sum += value;
      }
      return sum;
    }
  }

  private static CutPaste named(String name) {
    return name.equals("patches")
        ? CutPaste.patches(PatchPasting.published())
        : CutPaste.scars(ScarPasting.published());
  }

  private static Sample sample(CutPaste synthesizer, float[] image, ImageSize size, long seed) {
    float[] images = new float[2 * image.length];
    float[] masks = new float[2 * size.pixels()];
    AnomalyKind kind =
        synthesizer.synthesize(
            image,
            0,
            size,
            ForegroundMask.whole(size),
            new SplittableRandom(seed),
            images,
            masks,
            1);
    // The other sample of the arrays is not touched.
    for (int i = 0; i < image.length; i++) {
      assertThat(images[i]).isZero();
    }
    float[] changed = new float[image.length];
    float[] mask = new float[size.pixels()];
    System.arraycopy(images, image.length, changed, 0, changed.length);
    System.arraycopy(masks, mask.length, mask, 0, mask.length);
    return new Sample(changed, mask, kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"patches", "scars"})
  void synthesize_manySeeds_changesOnlyWhatIsMarked(String name) {
    CutPaste synthesizer = named(name);
    for (int seed = 0; seed < 100; seed++) {
      float[] image = TestImages.texture(SIZE, seed);
      float[] kept = image.clone();
      Sample sample = sample(synthesizer, image, SIZE, seed);
      assertThat(image).isEqualTo(kept);
      int changed = 0;
      for (int i = 0; i < image.length; i++) {
        if (sample.mask[i % SIZE.pixels()] == 0) {
          assertThat(sample.image[i]).isEqualTo(image[i]);
        } else {
          assertThat(sample.image[i]).isBetween(0f, 1f);
          changed += sample.image[i] != image[i] ? 1 : 0;
        }
      }
      assertThat(changed).as("seed %d", seed).isGreaterThan((int) sample.marked());
      assertThat(sample.kind)
          .isEqualTo(name.equals("patches") ? AnomalyKind.PATCH : AnomalyKind.SCAR);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"patches", "scars"})
  void synthesize_sameSeed_isTheSameSampleAndAnotherIsAnother(String name) {
    float[] image = TestImages.texture(SIZE, 1);
    CutPaste used = named(name);
    sample(used, image, SIZE, 99);
    Sample one = sample(named(name), image, SIZE, 5);
    Sample other = sample(used, image, SIZE, 5);
    assertThat(other.image).isEqualTo(one.image);
    assertThat(other.mask).isEqualTo(one.mask);
    assertThat(sample(used, image, SIZE, 6).mask).isNotEqualTo(one.mask);
    assertThat(used.fingerprint()).isEqualTo(named(name).fingerprint());
  }

  @Test
  void fingerprint_ofOtherOptions_isAnother() {
    Set<String> fingerprints = new HashSet<>();
    fingerprints.add(named("patches").fingerprint());
    fingerprints.add(named("scars").fingerprint());
    fingerprints.add(CutPaste.scars(PLAIN_SCARS).fingerprint());
    assertThat(fingerprints).hasSize(3);
  }

  @Test
  void patches_areasAndAspects_fillThePublishedRanges() {
    CutPaste synthesizer = named("patches");
    float[] image = TestImages.texture(SIZE, 3);
    double least = 1;
    double most = 0;
    double sum = 0;
    double flattest = 1;
    double tallest = 1;
    for (int seed = 0; seed < 400; seed++) {
      Sample sample = sample(synthesizer, image, SIZE, seed);
      double share = sample.marked() / SIZE.pixels();
      assertThat(share).isBetween(0.02, 0.15);
      least = Math.min(least, share);
      most = Math.max(most, share);
      sum += share;
      Set<Integer> rows = new HashSet<>();
      Set<Integer> columns = new HashSet<>();
      for (int p = 0; p < SIZE.pixels(); p++) {
        if (sample.mask[p] == 1) {
          rows.add(p / SIZE.width());
          columns.add(p % SIZE.width());
        }
      }
      // A rectangle: every pixel between the marked rows and columns is marked.
      assertThat(sample.marked()).isEqualTo(rows.size() * columns.size());
      double aspect = (double) rows.size() / columns.size();
      flattest = Math.min(flattest, aspect);
      tallest = Math.max(tallest, aspect);
    }
    assertThat(least).isLessThan(0.025);
    assertThat(most).isGreaterThan(0.145);
    // Uniform: four standard deviations of the mean of 400 are 0.0075.
    assertThat(sum / 400).isBetween(0.085 - 0.0075, 0.085 + 0.0075);
    assertThat(flattest).isBetween(0.28, 0.34);
    assertThat(tallest).isBetween(2.9, 3.5);
  }

  @Test
  void scars_sizes_stayInTheirRangeHoweverTurned() {
    CutPaste synthesizer = named("scars");
    float[] image = TestImages.texture(SIZE, 3);
    double least = 1000;
    double most = 0;
    for (int seed = 0; seed < 400; seed++) {
      double area = sample(synthesizer, image, SIZE, seed).marked();
      // Turned pixels are counted by their centres, so areas wobble along the outline.
      assertThat(area).isBetween(0.75 * 2 * 10, 1.1 * 16 * 25);
      least = Math.min(least, area);
      most = Math.max(most, area);
    }
    assertThat(least).isLessThan(30);
    assertThat(most).isGreaterThan(350);
  }

  @Test
  void scars_withoutTurningOrJitter_areStripsOfTheImage() {
    CutPaste synthesizer = CutPaste.scars(new ScarPasting(3, 3, 12, 12, 0, ColourJitter.NONE));
    float[] image = TestImages.texture(SIZE, 3);
    Set<Float> values = new HashSet<>();
    for (float value : image) {
      values.add(value);
    }
    for (int seed = 0; seed < 20; seed++) {
      Sample sample = sample(synthesizer, image, SIZE, seed);
      assertThat(sample.marked()).isEqualTo(36);
      for (float value : sample.image) {
        assertThat(values).contains(value);
      }
    }
  }

  @Test
  void scars_largerThanTheImage_areRefusedWithBothSizes() {
    ImageSize tiny = ImageSize.square(8);
    assertThatThrownBy(() -> sample(named("scars"), new float[3 * 64], tiny, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxLength=25")
        .hasMessageContaining("8x8");
  }

  @Test
  void valuesOutOfRange_areRefusedByName() {
    assertThatThrownBy(() -> new ScarPasting(2, 1, 1, 1, 45, ColourJitter.NONE))
        .hasMessageContaining("maxWidth");
    assertThatThrownBy(() -> new ScarPasting(2, 3, 1, 1, 181, ColourJitter.NONE))
        .hasMessageContaining("maxAngle");
    assertThatThrownBy(() -> new PatchPasting(0, 0.1, 1, 1, ColourJitter.NONE))
        .hasMessageContaining("minAreaShare");
    assertThatThrownBy(() -> new PatchPasting(0.1, 0.2, 2, 1, ColourJitter.NONE))
        .hasMessageContaining("aspect");
  }
}
