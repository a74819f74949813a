package org.madenet.srad.dsr;

import org.madenet.core.Checks;

/**
 * The discrete latent model, a VQ-VAE with two levels: one at a quarter of the image's size, "hi",
 * and one at an eighth, "lo".
 *
 * @param hidden channels of encoders and decoder, even; DSR's are 128
 * @param residualHidden channels inside a residual block; DSR's are 64
 * @param residualLayers residual blocks of each encoder and decoder; DSR has 2
 * @param embedding components of a code; DSR's have 128
 * @param codes codes of each level; DSR has 4096
 * @param commitment weight of the loss that keeps features near their codes; 0.25
 * @param decay of the moving averages that the codes follow, in [0,1); 0.99
 */
public record LatentOptions(
    int hidden,
    int residualHidden,
    int residualLayers,
    int embedding,
    int codes,
    double commitment,
    double decay) {

  private static final int LEAST_CODES = 16;

  /** Checks every value. */
  public LatentOptions {
    Checks.positive("hidden", hidden);
    if (hidden % 2 != 0) {
      throw new IllegalArgumentException("hidden must be even, but is " + hidden);
    }
    Checks.positive("residualHidden", residualHidden);
    Checks.positive("residualLayers", residualLayers);
    Checks.positive("embedding", embedding);
    if (codes < LEAST_CODES) {
      throw new IllegalArgumentException(
          "codes must be at least " + LEAST_CODES + ", but are " + codes);
    }
    Checks.notNegative("commitment", commitment);
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException("decay must be in [0,1), but is " + decay);
    }
  }
}
