package org.madenet.sfad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.madenet.core.ProgressListener;
import org.madenet.core.ProgressListener.Progress;
import org.madenet.core.TrainingException;

class FeatureCacheTest {

  private static final int IMAGES = 11;

  private final PatternImages images = new PatternImages(IMAGES, 5);
  private final PatternFeatures source = new PatternFeatures();

  @Test
  void read_keptAndSpilled_givesTheSameValues() {
    long one = (long) source.grid().values() * Float.BYTES;
    long some = 4 * one;
    try (FeatureCache kept = fill(Long.MAX_VALUE);
        FeatureCache mixed = fill(some);
        FeatureCache spilled = fill(0)) {
      assertThat(kept.keptBytes()).isEqualTo(IMAGES * one);
      assertThat(mixed.keptBytes()).isEqualTo(some);
      assertThat(spilled.keptBytes()).isZero();
      for (int i = IMAGES - 1; i >= 0; i--) {
        float[] expected = source.describe(images.images(i));
        assertThat(read(kept, i)).containsExactly(expected);
        assertThat(read(mixed, i)).containsExactly(expected);
        assertThat(read(spilled, i)).containsExactly(expected);
      }
    }
  }

  @Test
  void read_interruptedThread_givesTheSameValuesAndLeavesTheFlag() {
    try (FeatureCache spilled = fill(0)) {
      Thread.currentThread().interrupt();
      for (int i = 0; i < IMAGES; i++) {
        assertThat(read(spilled, i)).containsExactly(source.describe(images.images(i)));
      }
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void fillOfBothParts_limit_isShared() {
    PatternImages held = new PatternImages(5, 6);
    long one = (long) source.grid().values() * Float.BYTES;
    for (int fits : new int[] {0, 4, IMAGES, IMAGES + 2, IMAGES + 5}) {
      try (CachedFeatures both =
          CachedFeatures.fill(images, held, source, 3, fits * one, ProgressListener.NONE)) {
        assertThat(both.training().keptBytes()).isEqualTo(Math.min(IMAGES, fits) * one);
        assertThat(both.training().keptBytes() + both.validation().keptBytes())
            .isEqualTo(fits * one);
        assertThat(read(both.validation(), 4)).containsExactly(source.describe(held.images(4)));
      }
    }
  }

  @Test
  void fill_interrupted_stopsBeforeTheNextBatch() {
    List<Progress> told = new ArrayList<>();
    ProgressListener interrupting =
        progress -> {
          told.add(progress);
          Thread.currentThread().interrupt();
        };
    assertThatThrownBy(() -> FeatureCache.fill(images, source, 4, 0, interrupting))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("extracting features was interrupted after 4 of 11 images");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(told).hasSize(1);
  }

  @Test
  void fill_anyBatchSize_tellsProgressToTheEnd() {
    List<Progress> told = new ArrayList<>();
    FeatureCache.fill(images, source, 4, Long.MAX_VALUE, told::add).close();
    assertThat(told).extracting(Progress::done).containsExactly(4L, 8L, 11L);
    assertThat(told).allSatisfy(p -> assertThat(p.total()).isEqualTo(IMAGES));
  }

  private FeatureCache fill(long memory) {
    return FeatureCache.fill(images, source, 3, memory, ProgressListener.NONE);
  }

  private static float[] read(FeatureCache cache, int image) {
    float[] values = new float[cache.grid().values() + 2];
    cache.read(image, values, 1);
    return java.util.Arrays.copyOfRange(values, 1, values.length - 1);
  }
}
