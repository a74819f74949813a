package org.madenet.data.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.ImageSize;

class AugmentersTest {

  private static final ImageSize SIZE = new ImageSize(24, 40);

  private static float[] apply(int kind, long seed, float[] image, int channels, ImageSize size) {
    float[] planes = image.clone();
    Augmenters.apply(
        kind, new SplittableRandom(seed), planes, channels, size, new float[3 * size.pixels()]);
    return planes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void apply_anyKind_changesTheImageWithinRange(int kind) {
    float[] image = TestImages.texture(SIZE, 1);
    for (int seed = 0; seed < 20; seed++) {
      float[] changed = apply(kind, seed, image, 3, SIZE);
      assertThat(changed).isNotEqualTo(image);
      for (float value : changed) {
        assertThat(value).isBetween(0f, 1f);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
  void apply_onePlane_changesThatOneOnly(int kind) {
    float[] image = TestImages.texture(SIZE, 2);
    float[] changed = apply(kind, 3, image, 1, SIZE);
    assertThat(Arrays.copyOfRange(changed, SIZE.pixels(), image.length))
        .isEqualTo(Arrays.copyOfRange(image, SIZE.pixels(), image.length));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void apply_flatOrTinyImage_staysInRange(int kind) {
    for (ImageSize size : new ImageSize[] {new ImageSize(1, 1), new ImageSize(2, 1), SIZE}) {
      for (float level : new float[] {0, 0.5f, 1}) {
        float[] flat = new float[3 * size.pixels()];
        Arrays.fill(flat, level);
        for (float value : apply(kind, 4, flat, 3, size)) {
          assertThat(value).isBetween(0f, 1f);
        }
      }
    }
  }

  @Test
  void hueAndSaturation_greyPixels_stayGrey() {
    float[] image = TestImages.greyTexture(SIZE, 5);
    float[] changed = apply(9, 6, image, 3, SIZE);
    for (int i = 0; i < image.length; i++) {
      // Three products of single precision.
      assertThat(changed[i]).isCloseTo(image[i], within(1e-6f));
    }
  }

  @Test
  void hueAndSaturation_colour_keepsTheMeanOfTheChannels() {
    float[] image = {0.5f, 0.4f, 0.45f};
    float[] changed = apply(9, 7, image, 3, new ImageSize(1, 1));
    assertThat(changed[0] + changed[1] + changed[2]).isCloseTo(1.35f, within(1e-6f));
    assertThat(changed).isNotEqualTo(image);
  }

  @Test
  void equalize_anyImage_isFlatlyDistributed() {
    ImageSize size = ImageSize.square(128);
    float[] changed = apply(7, 8, TestImages.greyTexture(size, 9), 1, size);
    float[] plane = Arrays.copyOf(changed, size.pixels());
    Arrays.sort(plane);
    for (int tenth = 1; tenth < 10; tenth++) {
      // A level of the original holds up to two hundredths of its pixels.
      assertThat(plane[tenth * plane.length / 10]).isCloseTo(tenth / 10f, within(0.02f));
    }
  }

  @Test
  void autocontrast_lowContrast_reachesBlackAndWhite() {
    float[] image = TestImages.greyTexture(SIZE, 10);
    float[] changed = Arrays.copyOf(apply(6, 11, image, 1, SIZE), SIZE.pixels());
    Arrays.sort(changed);
    assertThat(changed[0]).isCloseTo(0, within(0.01f));
    assertThat(changed[changed.length - 1]).isCloseTo(1, within(0.01f));
  }

  @Test
  void invert_twice_isTheImage() {
    float[] image = TestImages.greyTexture(SIZE, 12);
    float[] twice = apply(5, 1, apply(5, 1, image, 3, SIZE), 3, SIZE);
    for (int i = 0; i < image.length; i++) {
      assertThat(twice[i]).isCloseTo(image[i], within(1e-7f));
    }
  }

  @Test
  void rotate_linearRamp_turnsItAboutTheCentre() {
    ImageSize size = ImageSize.square(64);
    float[] ramp = new float[size.pixels()];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (i % 64) / 63f;
    }
    float[] turned = apply(8, 13, ramp, 1, size);
    double angle = StrictMath.toRadians(new SplittableRandom(13).nextDouble(-45, 45));
    for (int y = 24; y < 40; y++) {
      for (int x = 24; x < 40; x++) {
        double from =
            31.5 + StrictMath.cos(angle) * (x - 31.5) + StrictMath.sin(angle) * (y - 31.5);
        assertThat(turned[y * 64 + x]).isCloseTo((float) (from / 63), within(1e-5f));
      }
    }
  }

  @Test
  void applyThree_sameSeed_isEqualAndOtherSeedsDiffer() {
    float[] image = TestImages.texture(SIZE, 14);
    float[] first = image.clone();
    Augmenters.applyThree(new SplittableRandom(1), first, 3, SIZE, new float[3 * SIZE.pixels()]);
    float[] again = image.clone();
    Augmenters.applyThree(new SplittableRandom(1), again, 3, SIZE, new float[3 * SIZE.pixels()]);
    float[] second = image.clone();
    Augmenters.applyThree(new SplittableRandom(2), second, 3, SIZE, new float[3 * SIZE.pixels()]);
    assertThat(again).isEqualTo(first);
    assertThat(second).isNotEqualTo(first);
  }
}
