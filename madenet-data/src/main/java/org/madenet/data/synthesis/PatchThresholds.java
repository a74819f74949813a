package org.madenet.data.synthesis;

import org.madenet.core.Checks;

/**
 * From where on a difference counts as visible: if one of the three measures says so. A patch may
 * have the colours of what it is compared with and another structure, or the reverse.
 *
 * @param minMse mean squared error of at least this, in [0,1]; 0 lets every patch pass
 * @param maxSsim or structural similarity of at most this, in [-1,1]
 * @param minEdge or a change of edge intensity of at least this, in [0,1]
 */
public record PatchThresholds(double minMse, double maxSsim, double minEdge) {

  /** Lets every patch pass. */
  public static final PatchThresholds NONE = new PatchThresholds(0, 1, 0);

  /** Checks the ranges. */
  public PatchThresholds {
    Checks.probability("minMse", minMse);
    Checks.probability("minEdge", minEdge);
    if (!(maxSsim >= -1 && maxSsim <= 1)) {
      throw new IllegalArgumentException("maxSsim must be in [-1,1], but is " + maxSsim);
    }
  }

  /**
   * Whether a difference is visible.
   *
   * @param difference what was measured
   * @return whether one of its measures passes
   */
  public boolean passedBy(PatchDifference difference) {
    return difference.mse() >= minMse
        || difference.ssim() <= maxSsim
        || difference.edge() >= minEdge;
  }
}
