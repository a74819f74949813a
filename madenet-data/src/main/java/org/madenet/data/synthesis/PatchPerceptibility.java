package org.madenet.data.synthesis;

import java.util.Objects;

/**
 * What was measured of a pasted patch (paper, section 3.3.1).
 *
 * @param replaced difference from the pixels that it covers
 * @param surroundings difference from the pixels around it: those of its bounding box, widened by 8
 *     pixels on each side, that it does not cover
 */
public record PatchPerceptibility(PatchDifference replaced, PatchDifference surroundings) {

  /** Checks that nothing is missing. */
  public PatchPerceptibility {
    Objects.requireNonNull(replaced, "replaced");
    Objects.requireNonNull(surroundings, "surroundings");
  }
}
