package org.madenet.ism;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.madenet.core.ImageSize;

class SubmodelValidationTest {

  private static final ImageSize SIZE = ImageSize.square(256);

  @Test
  void step_keepsAllPixelsWhileTheyAreFew() {
    assertThat(SubmodelValidation.step(1, SIZE)).isEqualTo(1);
    assertThat(SubmodelValidation.step(64, SIZE)).isEqualTo(1);
  }

  @Test
  void step_ofMany_meetsEveryColumn() {
    // 2 would be enough for 65 images, but would see every other column only.
    assertThat(SubmodelValidation.step(65, SIZE)).isEqualTo(3);
    boolean[] met = new boolean[SIZE.width()];
    for (int p = 0; p < SIZE.pixels(); p += SubmodelValidation.step(1000, SIZE)) {
      met[p % SIZE.width()] = true;
    }
    assertThat(met).doesNotContain(false);
    assertThat(1000L * SIZE.pixels() / SubmodelValidation.step(1000, SIZE))
        .isLessThanOrEqualTo(1 << 22);
  }
}
