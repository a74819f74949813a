package org.madenet.core.nn;

import org.madenet.core.Checks;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What a {@link VectorQuantization} does.
 *
 * @param codes vectors of the codebook, at least 2
 * @param decay how much of the moving averages is kept at each training step, in [0,1]; at 1 the
 *     codes never change and there are no averages
 * @param epsilon of the Laplace smoothing of the codes' sizes, positive
 * @param restart a code whose smoothed size falls below this share of the mean one becomes a vector
 *     of the present minibatch, chosen at random; 0 never, as in VQ-VAE, where codes that are not
 *     used at the start are lost; in [0,1)
 */
public record QuantizerSpec(
    @JsonProperty("codes") int codes,
    @JsonProperty("decay") double decay,
    @JsonProperty("epsilon") double epsilon,
    @JsonProperty("restart") double restart) {

  private static final double EPSILON = 1e-5;

  /** Checks the ranges. */
  public QuantizerSpec {
    if (codes < 2) {
      throw new IllegalArgumentException("codes must be at least 2, but is " + codes);
    }
    Checks.probability("decay", decay);
    Checks.positive("epsilon", epsilon);
    if (!(restart >= 0 && restart < 1)) {
      throw new IllegalArgumentException("restart must be in [0,1), but is " + restart);
    }
  }

  /**
   * Codes that never change.
   *
   * @param codes how many
   * @return the specification
   */
  public static QuantizerSpec fixed(int codes) {
    return new QuantizerSpec(codes, 1, EPSILON, 0);
  }

  /**
   * Codes that follow the vectors they stand for.
   *
   * @param codes how many
   * @param decay how much is kept at each step, below 1; VQ-VAE's is 0.99
   * @param restart share of the mean size below which a code is drawn anew, or 0
   * @return the specification
   */
  public static QuantizerSpec moving(int codes, double decay, double restart) {
    return new QuantizerSpec(codes, decay, EPSILON, restart);
  }

  /** Whether training moves the codes. */
  boolean moves() {
    return decay < 1;
  }
}
