package org.madenet.data.synthesis;

import java.util.Objects;
import org.madenet.core.Checks;

/**
 * How patches are cut and pasted (paper, section 3.3.1).
 *
 * @param anomalyProbability share of the samples that get a patch; the others stay normal
 * @param minAreaShare smallest share of the image's area that a patch covers, above 0
 * @param maxAreaShare largest share, below 1
 * @param minAspect smallest ratio of height to width before turning; drawn log-uniformly
 * @param maxAspect largest ratio
 * @param rotation how a patch is turned
 * @param maxAngle with {@link PatchRotation#ANY_ANGLE} angles are drawn uniformly from {@code
 *     [-maxAngle, maxAngle]}, in degrees, at most 180
 * @param flips whether a patch is mirrored in each direction with probability one half
 * @param replaced what a patch must differ by from what it covers
 * @param surroundings and from what is around it
 * @param maxRedraws how often a patch that differs too little, or does not fit, is drawn again;
 *     then the sample stays normal
 */
public record PatchOptions(
    double anomalyProbability,
    double minAreaShare,
    double maxAreaShare,
    double minAspect,
    double maxAspect,
    PatchRotation rotation,
    double maxAngle,
    boolean flips,
    PatchThresholds replaced,
    PatchThresholds surroundings,
    int maxRedraws) {

  /** Checks the ranges. */
  public PatchOptions {
    Checks.probability("anomalyProbability", anomalyProbability);
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
    Objects.requireNonNull(rotation, "rotation");
    if (!(maxAngle >= 0 && maxAngle <= 180)) {
      throw new IllegalArgumentException("maxAngle must be in [0,180], but is " + maxAngle);
    }
    Objects.requireNonNull(replaced, "replaced");
    Objects.requireNonNull(surroundings, "surroundings");
    Checks.between("maxRedraws", maxRedraws, 0, 1000);
  }

  /**
   * The paper's areas, 5 to 20 % of the image, for half of the images; CutPaste's aspects, 0.3 to
   * 1/0.3; quarter turns and flips; a gate that asks for about what a person sees at a glance on a
   * screen: eight of 255 grey levels against what was there, six against what is around, or another
   * structure.
   *
   * @return the options
   */
  public static PatchOptions defaults() {
    return new PatchOptions(
        0.5,
        0.05,
        0.2,
        0.3,
        1 / 0.3,
        PatchRotation.QUARTER_TURNS,
        180,
        true,
        new PatchThresholds(1e-3, 0.7, 0.02),
        new PatchThresholds(5.5e-4, 0.85, 0.02),
        10);
  }

  /**
   * The same with another share of samples that get a patch.
   *
   * @param value in [0,1]
   * @return new options
   */
  public PatchOptions withAnomalyProbability(double value) {
    return new PatchOptions(
        value,
        minAreaShare,
        maxAreaShare,
        minAspect,
        maxAspect,
        rotation,
        maxAngle,
        flips,
        replaced,
        surroundings,
        maxRedraws);
  }

  /**
   * The same with another rotation.
   *
   * @param value how patches are turned
   * @param angle largest angle in degrees, for {@link PatchRotation#ANY_ANGLE}
   * @return new options
   */
  public PatchOptions withRotation(PatchRotation value, double angle) {
    return new PatchOptions(
        anomalyProbability,
        minAreaShare,
        maxAreaShare,
        minAspect,
        maxAspect,
        value,
        angle,
        flips,
        replaced,
        surroundings,
        maxRedraws);
  }

  /**
   * The same with another gate.
   *
   * @param covered what a patch must differ by from what it covers
   * @param around and from what is around it
   * @return new options
   */
  public PatchOptions withGate(PatchThresholds covered, PatchThresholds around) {
    return new PatchOptions(
        anomalyProbability,
        minAreaShare,
        maxAreaShare,
        minAspect,
        maxAspect,
        rotation,
        maxAngle,
        flips,
        covered,
        around,
        maxRedraws);
  }
}
