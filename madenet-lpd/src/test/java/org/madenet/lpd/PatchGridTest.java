package org.madenet.lpd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.madenet.core.ImageSize;

class PatchGridTest {

  private static final ImageSize SIZE = new ImageSize(10, 14);
  private static final PatchGrid GRID = new PatchGrid(4, 2, 1);

  @Test
  void cells_publishedNumbers_are57InEachDirection() {
    assertThat(new PatchGrid(32, 4, 8).cells(ImageSize.square(256)))
        .isEqualTo(ImageSize.square(57));
    assertThat(GRID.cells(SIZE)).isEqualTo(new ImageSize(4, 6));
  }

  @Test
  void cut_acrossImages_copiesTheSquares() {
    float[] images = new float[2 * 3 * SIZE.pixels()];
    for (int i = 0; i < images.length; i++) {
      images[i] = i;
    }
    // The last patch of the first image, and the first of the second.
    float[] patches = GRID.cut(images, SIZE, 23, 2);
    assertThat(patches).hasSize(2 * 3 * 16);
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < 4; y++) {
        for (int x = 0; x < 4; x++) {
          int to = (c * 4 + y) * 4 + x;
          assertThat(patches[to]).isEqualTo(c * 140 + (6 + y) * 14 + 10 + x);
          assertThat(patches[48 + to]).isEqualTo((3 + c) * 140 + y * 14 + x);
        }
      }
    }
  }

  @Test
  void spread_equalScores_giveThatScoreUpToTheBorder() {
    float[] scores = new float[24];
    Arrays.fill(scores, 3);
    float[] expected = new float[140];
    Arrays.fill(expected, 3);
    assertThat(GRID.spread(scores, SIZE)).containsExactly(expected, within(1e-6f));
  }

  /**
   * Pixel 3 of a line with patches at 0, 2, 4 (centres 1.5, 3.5, 5.5) sees the first two, at
   * distances 1.5 and 0.5; pixel 0 sees the first alone.
   */
  @Test
  void spread_onePatch_isWeightedByTheGaussianOfItsDistance() {
    PatchGrid grid = new PatchGrid(4, 2, 0.8);
    ImageSize line = new ImageSize(4, 8);
    float[] map = grid.spread(new float[] {1, 0, 0}, line);
    double near = Math.exp(-0.5 * 0.5 / (2 * 0.64));
    double far = Math.exp(-1.5 * 1.5 / (2 * 0.64));
    assertThat((double) map[0]).isCloseTo(1, within(1e-6));
    assertThat((double) map[3]).isCloseTo(far / (near + far), within(1e-6));
    assertThat((double) map[4]).isZero();
    assertThat((double) map[7]).isZero();
  }

  @Test
  void sigma_thatVanishesAtTheBorder_isRefusedAndNextToItGivesNumbers() {
    assertThatThrownBy(() -> new PatchGrid(32, 4, 0.4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sigma must be 0.418")
        .hasMessageContaining("0.4");
    ImageSize size = ImageSize.square(64);
    float[] scores = new float[81];
    Arrays.fill(scores, 3);
    float[] expected = new float[size.pixels()];
    Arrays.fill(expected, 3);
    assertThat(new PatchGrid(32, 4, 0.42).spread(scores, size))
        .containsExactly(expected, within(1e-6f));
  }

  @Test
  void sizesThatDoNotFit_areRefused() {
    assertThatThrownBy(() -> GRID.requireFor(new ImageSize(10, 13)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10x13");
    assertThatThrownBy(() -> new PatchGrid(4, 6, 1).requireFor(ImageSize.square(10)))
        .hasMessageContaining("stride");
    assertThatThrownBy(() -> new PatchGrid(4, 2, 0)).hasMessageContaining("sigma");
  }
}
