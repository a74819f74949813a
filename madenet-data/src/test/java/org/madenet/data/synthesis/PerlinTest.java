package org.madenet.data.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.madenet.core.ImageSize;

class PerlinTest {

  private static final PerlinMask DEFAULT = new PerlinMask(0, 5, 0.5);

  private static double share(float[] mask) {
    double sum = 0;
    for (float value : mask) {
      assertThat(value).isIn(0f, 1f);
      sum += value;
    }
    return sum / mask.length;
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,7", "32,32", "60,100", "100,60", "256,256", "10,1000"})
  void values_anySizeAndRotation_staysInTheRangeOfPerlinNoise(int height, int width) {
    ImageSize size = new ImageSize(height, width);
    for (int seed = 0; seed < 40; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double degrees = seed == 0 ? 0 : seed == 1 ? 90 : random.nextDouble(-90, 90);
      float[] values =
          new PerlinNoise(
                  size,
                  random.nextDouble(0.7, height),
                  random.nextDouble(0.7, width + 1),
                  degrees,
                  random)
              .values();
      assertThat(values).hasSize(height * width);
      for (float value : values) {
        // Two dimensions, gradients of length 1: at most the square root of one half.
        assertThat(Math.abs(value)).isLessThanOrEqualTo(0.7072f);
      }
    }
  }

  @Test
  void values_manyNoises_haveMeanZeroEverywhere() {
    ImageSize size = ImageSize.square(24);
    double[] sums = new double[size.pixels()];
    int n = 3000;
    for (int seed = 0; seed < n; seed++) {
      float[] values = new PerlinNoise(size, 6, 9, 30, new SplittableRandom(seed)).values();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += values[i];
      }
    }
    // A standard deviation below 0.3 gives standard errors below 0.0055; five of them. A rotation
    // that left corners empty, or a lattice fixed to the image, would not be seen in the mean but
    // in the spread: next test.
    for (double sum : sums) {
      assertThat(sum / n).isCloseTo(0, within(0.028));
    }
  }

  @Test
  void values_manyNoises_spreadAlikeInCentreAndCorners() {
    ImageSize size = ImageSize.square(32);
    int[] places = {0, 31, 32 * 31, 32 * 32 - 1, 16 * 32 + 16, 5 * 32 + 20};
    double[] squares = new double[places.length];
    int n = 4000;
    for (int seed = 0; seed < n; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      float[] values = new PerlinNoise(size, 8, 8, random.nextDouble(-90, 90), random).values();
      for (int i = 0; i < places.length; i++) {
        squares[i] += values[places[i]] * values[places[i]];
      }
    }
    double mean = 0;
    for (double square : squares) {
      mean += square / n / places.length;
    }
    // Relative standard error of a mean of squares of n values: below 1.5 / sqrt(n) = 0.024; five.
    for (double square : squares) {
      assertThat(square / n / mean).isCloseTo(1, within(0.12));
    }
  }

  @Test
  void values_neighbours_areContinuousAcrossCells() {
    float[] values =
        new PerlinNoise(new ImageSize(1, 2000), 100, 100, 0, new SplittableRandom(2)).values();
    for (int i = 1; i < values.length; i++) {
      // Slopes stay below 3 per cell: 0.03 per pixel.
      assertThat(values[i]).isCloseTo(values[i - 1], within(0.03f));
    }
  }

  @ParameterizedTest
  @CsvSource({"32,32", "60,100", "100,60", "256,256", "500,30"})
  void draw_anySize_marksAFewToManyPixels(int height, int width) {
    ImageSize size = new ImageSize(height, width);
    double mean = 0;
    int empty = 0;
    for (int seed = 0; seed < 100; seed++) {
      double share = share(DEFAULT.draw(new SplittableRandom(seed), size));
      mean += share / 100;
      empty += share == 0 ? 1 : 0;
    }
    // Noise times 1.41 is above 0.5 at some 8 % of all places.
    assertThat(mean).isBetween(0.04, 0.14);
    assertThat(empty).isLessThan(50);
  }

  @Test
  void draw_sameSeed_isEqualAndOtherSeedsDiffer() {
    ImageSize size = new ImageSize(60, 100);
    float[] mask = DEFAULT.draw(new SplittableRandom(1), size);
    assertThat(DEFAULT.draw(new SplittableRandom(1), size)).isEqualTo(mask);
    assertThat(DEFAULT.draw(new SplittableRandom(2), size)).isNotEqualTo(mask);
  }

  @Test
  void draw_largerExponent_marksMoreAndSmallerBlobs() {
    ImageSize size = ImageSize.square(256);
    assertThat(edges(new PerlinMask(5, 5, 0.5), size))
        .isGreaterThan(3 * edges(new PerlinMask(2, 2, 0.5), size));
  }

  private static long edges(PerlinMask perlin, ImageSize size) {
    long edges = 0;
    for (int seed = 0; seed < 10; seed++) {
      float[] mask = perlin.draw(new SplittableRandom(seed), size);
      for (int i = 1; i < mask.length; i++) {
        edges += mask[i] != mask[i - 1] ? 1 : 0;
      }
    }
    return edges;
  }

  @Test
  void perlinMask_outOfRange_isRefused() {
    assertThatThrownBy(() -> new PerlinMask(-1, 5, 0.5)).hasMessageContaining("minExponent");
    assertThatThrownBy(() -> new PerlinMask(3, 2, 0.5)).hasMessageContaining("maxExponent");
    assertThatThrownBy(() -> new PerlinMask(0, 5, 1)).hasMessageContaining("threshold");
  }
}
