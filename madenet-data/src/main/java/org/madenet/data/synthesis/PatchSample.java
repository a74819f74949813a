package org.madenet.data.synthesis;

import java.util.Objects;
import java.util.Optional;

/**
 * An image with a piece of itself pasted elsewhere. The arrays are new and belong to the caller.
 *
 * @param image {@code [3,H,W]} in [0,1]; equal to the original, bit for bit, where the mask is 0
 * @param mask {@code [H,W]}, 1 where the patch lies and 0 elsewhere; a pixel of the patch may equal
 *     the one that it replaces
 * @param perceptibility what was measured of the patch; empty if none passed the gate, then the
 *     image is the original and the mask is 0
 * @param redraws how many patches were drawn in vain
 */
public record PatchSample(
    float[] image, float[] mask, Optional<PatchPerceptibility> perceptibility, int redraws) {

  /** Checks that the shapes agree. */
  public PatchSample {
    Objects.requireNonNull(perceptibility, "perceptibility");
    if (image.length != 3 * mask.length) {
      throw new IllegalArgumentException(
          "an image of 3 channels needs a mask of a third of its %d values, but it has %d"
              .formatted(image.length, mask.length));
    }
  }
}
