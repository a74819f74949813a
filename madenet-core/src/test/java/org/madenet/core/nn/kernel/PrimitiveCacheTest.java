package org.madenet.core.nn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrimitiveCacheTest {

  private record Item(int id, List<Integer> closed) implements AutoCloseable {
    @Override
    public void close() {
      closed.add(id);
    }
  }

  @Test
  void with_moreKeysThanCapacity_freesTheLeastRecentlyUsed() {
    PrimitiveCache cache = new PrimitiveCache(2);
    List<Integer> closed = new ArrayList<>();
    for (int id : new int[] {1, 2, 1, 3}) {
      cache.with(id, Item.class, () -> new Item(id, closed), item -> {});
    }
    assertThat(closed).containsExactly(2);
    assertThat(cache.size()).isEqualTo(2);
  }
}
