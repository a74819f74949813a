package org.madenet.srad;

import org.madenet.core.Checks;

/**
 * What stage two does beside showing real images as they are.
 *
 * @param syntheticShare probability that a normal image gets a synthetic anomaly, so that what
 *     stage one learnt is not forgotten where real defects are few; 0 by the paper, whose real
 *     anomalies replace synthetic ones
 * @param flips whether images and masks are mirrored at random, in both directions
 */
public record FineTuneAugmentation(double syntheticShare, boolean flips) {

  /** Real images and nothing else. */
  public static final FineTuneAugmentation NONE = new FineTuneAugmentation(0, false);

  /** Checks the range. */
  public FineTuneAugmentation {
    Checks.probability("syntheticShare", syntheticShare);
  }
}
