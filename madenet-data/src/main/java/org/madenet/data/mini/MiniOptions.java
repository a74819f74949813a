package org.madenet.data.mini;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.madenet.data.manudefect.ComponentCategory;

/**
 * What to generate.
 *
 * @param scale share of Table 3's counts, above 0 and at most 1
 * @param size side of the square images in pixels, 64 to 1024
 * @param categories which; at least one
 * @param seed everything random follows from it
 */
public record MiniOptions(double scale, int size, Set<ComponentCategory> categories, long seed) {

  /** Checks the ranges and copies the set. */
  public MiniOptions {
    if (!(scale > 0 && scale <= 1)) {
      throw new IllegalArgumentException("scale must be above 0 and at most 1, but is " + scale);
    }
    if (size < 64 || size > 1024) {
      throw new IllegalArgumentException("size must be 64 to 1024 pixels, but is " + size);
    }
    Objects.requireNonNull(categories, "categories");
    if (categories.isEmpty()) {
      throw new IllegalArgumentException("at least one category is needed");
    }
    categories = Collections.unmodifiableSet(EnumSet.copyOf(categories));
  }

  /**
   * All categories at a hundredth of the original's size, 256 x 256 pixels, seed 0.
   *
   * @return the defaults
   */
  public static MiniOptions defaults() {
    return new MiniOptions(0.01, 256, EnumSet.allOf(ComponentCategory.class), 0);
  }

  /**
   * With another scale.
   *
   * @param value share of Table 3's counts
   * @return a copy
   */
  public MiniOptions withScale(double value) {
    return new MiniOptions(value, size, categories, seed);
  }

  /**
   * With another image size.
   *
   * @param value side in pixels
   * @return a copy
   */
  public MiniOptions withSize(int value) {
    return new MiniOptions(scale, value, categories, seed);
  }

  /**
   * With other categories.
   *
   * @param value which
   * @return a copy
   */
  public MiniOptions withCategories(Set<ComponentCategory> value) {
    return new MiniOptions(scale, size, value, seed);
  }

  /**
   * With another seed.
   *
   * @param value the seed
   * @return a copy
   */
  public MiniOptions withSeed(long value) {
    return new MiniOptions(scale, size, categories, value);
  }
}
