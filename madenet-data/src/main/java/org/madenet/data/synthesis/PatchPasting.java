package org.madenet.data.synthesis;

import java.util.Objects;
import org.madenet.core.Checks;

/**
 * How {@link CutPaste#patches} cuts and pastes.
 *
 * @param minAreaShare smallest share of the image's area that a patch covers, above 0
 * @param maxAreaShare largest share, below 1; drawn uniformly
 * @param minAspect smallest ratio of height to width
 * @param maxAspect largest ratio; drawn log-uniformly
 * @param jitter of the patch's colours
 */
public record PatchPasting(
    double minAreaShare,
    double maxAreaShare,
    double minAspect,
    double maxAspect,
    ColourJitter jitter) {

  /** Checks the ranges. */
  public PatchPasting {
    Checks.range("area share", minAreaShare, maxAreaShare);
    Checks.positive("minAreaShare", minAreaShare);
    if (maxAreaShare >= 1) {
      throw new IllegalArgumentException("maxAreaShare must be below 1, but is " + maxAreaShare);
    }
    Checks.positive("minAspect", minAspect);
    Checks.positive("maxAspect", maxAspect);
    if (minAspect > maxAspect) {
      throw new IllegalArgumentException(
          "aspect must be an ascending range, but is %s to %s".formatted(minAspect, maxAspect));
    }
    Objects.requireNonNull(jitter, "jitter");
  }

  /**
   * CutPaste's numbers (Li and others, 2021): 2 to 15 % of the image, aspects from 0.3 to 1/0.3, a
   * jitter of 0.1.
   *
   * @return the options
   */
  public static PatchPasting published() {
    return new PatchPasting(0.02, 0.15, 0.3, 1 / 0.3, ColourJitter.of(0.1));
  }
}
