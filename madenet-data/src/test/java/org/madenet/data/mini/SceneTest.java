package org.madenet.data.mini;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.madenet.data.manudefect.AnomalyType;
import org.madenet.data.manudefect.ComponentCategory;

class SceneTest {

  private static final int SIZE = 128;

  static Stream<Arguments> pairs() {
    return Arrays.stream(ComponentCategory.values())
        .flatMap(c -> c.types().stream().map(t -> Arguments.of(c, t)));
  }

  /** The mask is what the defect changed and no more: the twin without the defect tells. */
  @ParameterizedTest
  @MethodSource("pairs")
  void mask_comparedWithTheTwin_isWhereTheyDiffer(ComponentCategory category, AnomalyType type) {
    for (int seed = 0; seed < 2; seed++) {
      Scene.Rendered image = Scene.render(category, 77L + seed, SIZE, Optional.of(type));
      int[] twin = Scene.render(category, 77L + seed, SIZE, Optional.empty()).rgb();
      int inside = 0;
      for (int i = 0; i < image.mask().length; i++) {
        int difference = difference(image.rgb()[i], twin[i]);
        if (image.mask()[i] == 0) {
          // Both twins carry the same noise and are rounded: one grey level each at most.
          assertThat(difference)
              .as("outside the mask")
              .isLessThanOrEqualTo((int) Scene.VISIBLE + 1);
        } else {
          inside++;
          // Saturation can hide a change of a pixel that noise pushes over the edge of the range;
          // nothing else can.
          if (!saturated(image.rgb()[i]) && !saturated(twin[i])) {
            assertThat(difference)
                .as("inside the mask")
                .isGreaterThanOrEqualTo((int) Scene.VISIBLE - 1);
          }
        }
      }
      assertThat(inside).as("pixels of the mask").isGreaterThanOrEqualTo(6);
      assertThat(inside).isLessThan(SIZE * SIZE * 3 / 4);
    }
  }

  @Test
  void render_sameSeed_sameImage() {
    for (ComponentCategory category : ComponentCategory.values()) {
      int[] first = Scene.render(category, 5, SIZE, Optional.empty()).rgb();
      assertThat(Scene.render(category, 5, SIZE, Optional.empty()).rgb()).isEqualTo(first);
      assertThat(Scene.render(category, 6, SIZE, Optional.empty()).rgb()).isNotEqualTo(first);
    }
  }

  /**
   * Guards the promise of the same bytes everywhere: this value was computed on Linux x86-64 with
   * JDK 17.
   */
  @Test
  void render_fixedSeed_givesTheRecordedPixels() {
    long hash = 0;
    for (ComponentCategory category : ComponentCategory.values()) {
      AnomalyType type = category.types().iterator().next();
      for (int pixel : Scene.render(category, 2025, 96, Optional.of(type)).rgb()) {
        hash = Hash.mix(hash, pixel);
      }
    }
    assertThat(Long.toHexString(hash)).isEqualTo("d1d9f68943ec6c9c");
  }

  private static int difference(int a, int b) {
    int most = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      most = Math.max(most, Math.abs((a >> shift & 255) - (b >> shift & 255)));
    }
    return most;
  }

  private static boolean saturated(int rgb) {
    for (int shift = 0; shift <= 16; shift += 8) {
      int value = rgb >> shift & 255;
      if (value == 0 || value == 255) {
        return true;
      }
    }
    return false;
  }
}
