package org.madenet.core.metric;

import java.util.Objects;
import java.util.Optional;

/**
 * What a detector achieved on one set of images.
 *
 * @param image image-level metrics
 * @param pixel pixel-level metrics; empty if there are no ground-truth masks
 */
public record Evaluation(ImageResult image, Optional<PixelResult> pixel) {

  /** Checks that nothing is null. */
  public Evaluation {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(pixel, "pixel");
  }
}
