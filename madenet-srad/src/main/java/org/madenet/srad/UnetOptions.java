package org.madenet.srad;

import org.madenet.core.Checks;

/**
 * The detection network, a U-Net of DRAEM's shape: on the way down level i, from 0, has {@code
 * width * min(2^i, 8)} channels at a resolution of {@code 2^-i}; on the way up it has as many as
 * the level above it on the way down.
 *
 * @param width channels of the first level; DRAEM's are 64
 * @param levels at least 2; DRAEM has 6
 */
public record UnetOptions(int width, int levels) {

  private static final int WIDEST = 8;

  /** Checks every value. */
  public UnetOptions {
    Checks.positive("width", width);
    if (levels < 2) {
      throw new IllegalArgumentException("levels must be at least 2, but is " + levels);
    }
  }

  /** Channels of a level, from 0, on the way down. */
  int width(int level) {
    return width * Math.min(1 << level, WIDEST);
  }

  /** Channels of a level, from 0, on the way up. */
  int upWidth(int level) {
    return width(Math.max(0, level - 1));
  }

  /** What height and width of an image must be divisible by. */
  int divisor() {
    return 1 << (levels - 1);
  }
}
