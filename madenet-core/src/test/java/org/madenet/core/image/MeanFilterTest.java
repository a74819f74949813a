package org.madenet.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.madenet.core.AnomalyMap;
import org.madenet.core.ImageSize;

class MeanFilterTest {

  @ParameterizedTest
  @CsvSource({"1,7,5", "3,7,5", "5,8,6", "21,9,30", "21,40,33"})
  void apply_anySize_equalsThePlainSum(int window, int height, int width) {
    AnomalyMap map = random(new ImageSize(height, width));
    AnomalyMap filtered = new MeanFilter(window).apply(map);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double sum = 0;
        for (int v = y - window / 2; v <= y + window / 2; v++) {
          for (int u = x - window / 2; u <= x + window / 2; u++) {
            sum += v >= 0 && v < height && u >= 0 && u < width ? map.at(v, u) : 0;
          }
        }
        // Float rounding of the result; the sums are double.
        assertThat(filtered.at(y, x)).isCloseTo((float) (sum / (window * window)), within(1e-6f));
      }
    }
  }

  @Test
  void apply_windowOne_isTheMapItself() {
    AnomalyMap map = random(ImageSize.square(16));
    float[] filtered = new MeanFilter(1).apply(map).values();
    for (int i = 0; i < filtered.length; i++) {
      assertThat(filtered[i]).isCloseTo(map.values()[i], within(1e-6f));
    }
  }

  @Test
  void evenWindow_isRefused() {
    assertThatThrownBy(() -> new MeanFilter(4)).hasMessageContaining("odd");
  }

  private static AnomalyMap random(ImageSize size) {
    SplittableRandom random = new SplittableRandom(3);
    float[] values = new float[size.pixels()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return new AnomalyMap(size, values);
  }
}
