package org.madenet.sfad;

/** What is done to the frozen features before the adaptor sees them. */
public enum FeatureScaling {
  /** Nothing, as in SimpleNet. */
  NONE,
  /**
   * Each channel to mean 0 and standard deviation 1 over the normal training cells. The noise of
   * equation (10) then means the same for every backbone and every channel.
   */
  STANDARDIZE
}
