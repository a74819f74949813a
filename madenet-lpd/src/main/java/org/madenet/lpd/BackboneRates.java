package org.madenet.lpd;

import org.madenet.core.Checks;

/**
 * How fast the backbone learns, as shares of the learning rate of the heads. A pretrained backbone
 * forgets what it knows when it learns to tell pasted patches at the full rate; one that starts
 * from scratch needs it.
 *
 * @param fit in stage one; 1 in preset paper, 0 keeps the weights but for running statistics
 * @param fineTune in stage two
 */
public record BackboneRates(double fit, double fineTune) {

  /** The full rate in both stages. */
  public static final BackboneRates FULL = new BackboneRates(1, 1);

  /** Checks every value. */
  public BackboneRates {
    Checks.notNegative("fit", fit);
    Checks.notNegative("fineTune", fineTune);
  }
}
