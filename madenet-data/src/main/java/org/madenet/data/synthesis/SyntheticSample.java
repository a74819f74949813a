package org.madenet.data.synthesis;

import java.util.Objects;

/**
 * An image with a synthetic anomaly, or none. The arrays are new and belong to the caller.
 *
 * @param image {@code [3,H,W]} in [0,1]; equal to the original, bit for bit, where the mask is 0
 * @param mask {@code [H,W]}, 1 where anomalous and 0 elsewhere; all 0 if clean
 * @param kind what was done
 */
public record SyntheticSample(float[] image, float[] mask, AnomalyKind kind) {

  /** Checks that the shapes agree. */
  public SyntheticSample {
    Objects.requireNonNull(kind, "kind");
    if (image.length != 3 * mask.length) {
      throw new IllegalArgumentException(
          "an image of 3 channels needs a mask of a third of its %d values, but it has %d"
              .formatted(image.length, mask.length));
    }
  }
}
