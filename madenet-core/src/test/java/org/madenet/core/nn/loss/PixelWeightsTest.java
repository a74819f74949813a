package org.madenet.core.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.madenet.core.ImageSize;

class PixelWeightsTest {

  private static final ImageSize SIZE = new ImageSize(10, 10);

  /** One pixel in the first image, four in the second, all in the third, none in the fourth. */
  private static float[] masks() {
    float[] masks = new float[400];
    masks[7] = 1;
    Arrays.fill(masks, 110, 114, 1);
    Arrays.fill(masks, 200, 300, 1);
    return masks;
  }

  @Test
  void balanced_withinTheLimits_addsUpToTheArea() {
    float[] weights = PixelWeights.balanced(masks(), SIZE, 0.2);
    assertThat(weights[7]).isEqualTo(20);
    assertThat(weights[6]).isEqualTo(1);
    assertThat(weights[110]).isEqualTo(5);
    assertThat(weights[114]).isEqualTo(1);
    assertThat(weights[255]).isEqualTo(0.2f);
    assertThat(weights[355]).isEqualTo(1);
  }

  @Test
  void balanced_beyondTheLimits_isCut() {
    assertThat(PixelWeights.balanced(masks(), SIZE, 0.5)[7]).isEqualTo(20);
    assertThat(PixelWeights.balanced(masks(), SIZE, 0.01)[255]).isEqualTo(0.1f);
  }

  @Test
  void balanced_areaZero_isOneEverywhere() {
    float[] ones = new float[400];
    Arrays.fill(ones, 1);
    assertThat(PixelWeights.balanced(masks(), SIZE, 0)).isEqualTo(ones);
  }
}
