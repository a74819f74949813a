package org.madenet.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.madenet.core.testing.SquareImages;

class BalancedOrderTest {

  private static final SquareImages IMAGES = SquareImages.labelled(32, 10, 3);

  private static BalancedOrder order(int batchSize) {
    return new BalancedOrder(IMAGES, i -> true, batchSize, new RandomStreams(5));
  }

  @Test
  void at_anyBatch_hasAsManyDefectsAsNormalImages() {
    for (int batch = 0; batch < 7; batch++) {
      int[] indices = order(4).at(batch);
      assertThat(indices).hasSize(4);
      for (int i = 0; i < 4; i++) {
        assertThat(IMAGES.anomalous(indices[i])).isEqualTo(i < 2);
      }
    }
  }

  @Test
  void at_batchesOfAPass_visitEveryImageOnce() {
    BalancedOrder order = order(4);
    List<Integer> seen = new ArrayList<>();
    for (int batch = 0; batch < 5; batch++) { // two passes over five images of each kind
      for (int index : order.at(batch)) {
        seen.add(index);
      }
    }
    for (int image = 0; image < 10; image++) {
      assertThat(seen.stream().filter(List.of(image)::contains)).hasSize(2);
    }
  }

  @Test
  void at_askedForTwice_isTheSame() {
    assertThat(order(8).at(12)).isEqualTo(order(8).at(12)).isNotEqualTo(order(8).at(13));
  }

  @Test
  void images_thatAreNotUsable_areNeverDrawn() {
    BalancedOrder order = new BalancedOrder(IMAGES, i -> i > 3, 2, new RandomStreams(5));
    assertThat(order.images()).isEqualTo(6);
    for (int batch = 0; batch < 9; batch++) {
      for (int index : order.at(batch)) {
        assertThat(index).isGreaterThan(3);
      }
    }
  }

  @Test
  void withoutUsableDefect_isRefused() {
    assertThatThrownBy(() -> new BalancedOrder(IMAGES, i -> i % 2 == 0, 2, new RandomStreams(5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("5 and 0, without 5 anomalous images of which no pixel is marked");
  }

  @Test
  void withoutAnyDefect_isRefusedAndNoneSaidToBeLeftOut() {
    SquareImages normal = SquareImages.normal(32, 4, 3);
    assertThatThrownBy(() -> new BalancedOrder(normal, i -> true, 2, new RandomStreams(5)))
        .hasMessageEndingWith("4 and 0");
  }
}
