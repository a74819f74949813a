package org.madenet.data.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.madenet.core.ImageSize;
import org.madenet.data.Fingerprint;

class ProbeAnomaliesTest {

  private static final ImageSize SIZE = ImageSize.square(64);
  private static final ProbeAnomalies PROBE = new ProbeAnomalies();

  private static SyntheticSample sample(float[] image, ImageSize size, int seed) {
    return PROBE.synthesize(image, size, new SplittableRandom(seed));
  }

  @ParameterizedTest
  @CsvSource({"64,64", "40,90", "5,3", "1,1"})
  void synthesize_anySize_isAnomalousInsideItsMaskOnly(int height, int width) {
    ImageSize size = new ImageSize(height, width);
    float[] image = TestImages.texture(size, 1);
    float[] untouched = image.clone();
    for (int seed = 0; seed < 60; seed++) {
      SyntheticSample sample = sample(image, size, seed);
      double change = 0;
      double marked = 0;
      for (int i = 0; i < image.length; i++) {
        float mask = sample.mask()[i % size.pixels()];
        assertThat(sample.image()[i]).isBetween(0f, 1f);
        if (mask == 0) {
          assertThat(sample.image()[i]).isEqualTo(image[i]);
        }
        change += Math.abs(sample.image()[i] - image[i]);
        marked += mask;
      }
      assertThat(marked).isPositive();
      assertThat(sample.kind()).isNotEqualTo(AnomalyKind.CLEAN);
      // Eight levels of 255, less what the order of a float sum may cost.
      assertThat(change / marked).isGreaterThanOrEqualTo(8 / 255.0 - 1e-6);
    }
    assertThat(image).isEqualTo(untouched);
  }

  @Test
  void synthesize_objectBeforeABackground_marksTheObjectOnly() {
    ImageSize size = ImageSize.square(128);
    float[] image = TestImages.disc(size, 0.1f, 0.7f, 1);
    ForegroundMask foreground = PROBE.foreground(image, size);
    assertThat(foreground.isWhole()).isFalse();
    for (int seed = 0; seed < 60; seed++) {
      float[] mask = sample(image, size, seed).mask();
      for (int i = 0; i < size.pixels(); i++) {
        assertThat(mask[i] == 0 || foreground.contains(i / 128, i % 128)).isTrue();
      }
    }
  }

  @Test
  void synthesize_texture_getsAllKindsAndOnlyTheirs() {
    float[] image = TestImages.texture(SIZE, 2);
    Map<AnomalyKind, Integer> counts = new EnumMap<>(AnomalyKind.class);
    for (int seed = 0; seed < 300; seed++) {
      counts.merge(sample(image, SIZE, seed).kind(), 1, Integer::sum);
    }
    assertThat(counts)
        .containsOnlyKeys(AnomalyKind.WARP, AnomalyKind.BLUR, AnomalyKind.STAIN)
        .allSatisfy((kind, count) -> assertThat(count).isGreaterThan(60));
  }

  /** Where there is neither detail nor colour to lose, only a stain can be seen. */
  @Test
  void synthesize_flatImage_isStained() {
    float[] image = new float[3 * SIZE.pixels()];
    Arrays.fill(image, 0.5f);
    for (int seed = 0; seed < 30; seed++) {
      SyntheticSample sample = sample(image, SIZE, seed);
      assertThat(sample.kind()).isEqualTo(AnomalyKind.STAIN);
      for (int i = 0; i < SIZE.pixels(); i++) {
        assertThat(sample.image()[i]).isEqualTo(sample.image()[i + SIZE.pixels()]);
      }
    }
  }

  @Test
  void synthesize_sameSeed_isEqualAndOtherSeedsDiffer() {
    float[] image = TestImages.texture(SIZE, 3);
    for (int seed = 0; seed < 20; seed++) {
      assertThat(sample(image, SIZE, seed).image()).isEqualTo(sample(image, SIZE, seed).image());
      assertThat(sample(image, SIZE, seed).image())
          .isNotEqualTo(sample(image, SIZE, seed + 100).image());
    }
  }

  /** Displaced content is nothing new: no value outside the range of what is there. */
  @Test
  void synthesize_warp_takesTheImagesOwnValues() {
    float[] image = TestImages.texture(SIZE, 4);
    float least = 1;
    float most = 0;
    for (int i = 0; i < SIZE.pixels(); i++) {
      least = Math.min(least, image[i]);
      most = Math.max(most, image[i]);
    }
    int warps = 0;
    for (int seed = 0; seed < 60; seed++) {
      SyntheticSample sample = sample(image, SIZE, seed);
      if (sample.kind() == AnomalyKind.WARP) {
        warps++;
        for (int i = 0; i < SIZE.pixels(); i++) {
          // Interpolation rounds by an ulp of 1.
          assertThat(sample.image()[i]).isBetween(least - 1e-6f, most + 1e-6f);
        }
      }
    }
    assertThat(warps).isPositive();
  }

  /** The value was printed by this test; another one must be meant, and raise the version. */
  @Test
  void synthesize_fixedSeeds_neverChanges() {
    StringBuilder bits = new StringBuilder();
    float[] image = TestImages.texture(SIZE, 1);
    for (int seed = 0; seed < 60; seed++) {
      SyntheticSample sample = sample(image, SIZE, seed);
      bits.append(sample.kind()).append(Arrays.hashCode(sample.image()));
    }
    assertThat(Fingerprint.ofText(bits.toString())).startsWith("0115ec8825f05aae");
  }
}
