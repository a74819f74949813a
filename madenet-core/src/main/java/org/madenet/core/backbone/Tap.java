package org.madenet.core.backbone;

import java.util.Objects;

/**
 * A place in a backbone where features can be taken.
 *
 * @param name the module's name in PyTorch, such as {@code layer2} or {@code blocks.4}
 * @param channels feature channels
 * @param stride input pixels per feature cell, in each direction
 */
public record Tap(String name, int channels, int stride) {

  /** Checks that the numbers are positive. */
  public Tap {
    Objects.requireNonNull(name, "name");
    if (channels < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "tap '" + name + "' has " + channels + " channels and stride " + stride);
    }
  }
}
