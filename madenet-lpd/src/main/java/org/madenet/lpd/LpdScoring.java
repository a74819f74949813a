package org.madenet.lpd;

/** Where score and map come from after stage one. After fine-tuning it is always the heads. */
public enum LpdScoring {
  /** The trained heads: their probabilities. */
  HEADS,
  /**
   * How far the backbone's features lie from those of normal images, as CutPaste does it: the
   * Mahalanobis distance of L2-normalised embeddings under a Gaussian with Ledoit and Wolf's
   * covariance; of the pooled embedding for the score, of each cell's features for the map.
   */
  DENSITY
}
