package org.madenet.data.synthesis;

import java.util.Objects;
import org.madenet.core.Checks;

/**
 * How {@link CutPaste#scars} cuts and pastes. Lengths are drawn uniformly in whole pixels.
 *
 * @param minWidth smallest width in pixels, at least 1
 * @param maxWidth largest width in pixels
 * @param minLength smallest length in pixels, at least 1; upright before turning
 * @param maxLength largest length in pixels
 * @param maxAngle scars are turned by an angle drawn uniformly from {@code [-maxAngle, maxAngle]},
 *     in degrees, at most 180
 * @param jitter of the scar's colours
 */
public record ScarPasting(
    int minWidth,
    int maxWidth,
    int minLength,
    int maxLength,
    double maxAngle,
    ColourJitter jitter) {

  /** Checks the ranges. */
  public ScarPasting {
    Checks.between("minWidth", minWidth, 1, Integer.MAX_VALUE);
    Checks.between("maxWidth", maxWidth, minWidth, Integer.MAX_VALUE);
    Checks.between("minLength", minLength, 1, Integer.MAX_VALUE);
    Checks.between("maxLength", maxLength, minLength, Integer.MAX_VALUE);
    if (!(maxAngle >= 0 && maxAngle <= 180)) {
      throw new IllegalArgumentException("maxAngle must be in [0,180], but is " + maxAngle);
    }
    Objects.requireNonNull(jitter, "jitter");
  }

  /**
   * CutPaste's numbers (Li and others, 2021) for images of 256x256 pixels: 2 to 16 wide, 10 to 25
   * long, turned by up to 45 degrees, a jitter of 0.1.
   *
   * @return the options
   */
  public static ScarPasting published() {
    return new ScarPasting(2, 16, 10, 25, 45, ColourJitter.of(0.1));
  }
}
