package org.madenet.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassOrderTest {

  private static final RandomStreams ORDERS = new RandomStreams(5);

  /** More, fewer and as many images as a minibatch has; 12 minibatches are whole passes. */
  @ParameterizedTest
  @CsvSource({"6, 4", "3, 4", "4, 4", "1, 3"})
  void at_batchesInOrder_arePassesOneAfterAnother(int images, int batchSize) {
    PassOrder order = new PassOrder(images, batchSize, ORDERS);
    int[] drawn = LongStream.range(0, 12).mapToObj(order::at).flatMapToInt(IntStream::of).toArray();
    int[] passes =
        IntStream.range(0, drawn.length / images)
            .flatMap(pass -> IntStream.of(ORDERS.permutation(images, pass)))
            .toArray();
    assertThat(drawn).isEqualTo(passes);
  }

  @Test
  void at_anyOrderOfAsking_isTheSame() {
    PassOrder order = new PassOrder(10, 4, ORDERS);
    int[] later = order.at(1_000_000_000_000L);
    int[] first = order.at(0);
    assertThat(first).isEqualTo(new PassOrder(10, 4, ORDERS).at(0));
    assertThat(order.at(1_000_000_000_000L)).isEqualTo(later).isNotEqualTo(first);
  }
}
