package org.madenet.srad.dsr;

import org.madenet.core.Checks;

/**
 * How the discrete latent model is trained where no weights are given. DSR's learnt on ImageNet;
 * this is ours, see the package's documentation.
 *
 * @param textureShare share of foreign textures among the images, in [0,1): codes that the normal
 *     images do not need are what anomalies are made of
 * @param restart a code whose use falls below this share of the mean is drawn anew, in [0,1); 0
 *     never
 */
public record CodebookOptions(double textureShare, double restart) {

  /** Checks every value. */
  public CodebookOptions {
    Checks.probability("textureShare", textureShare);
    Checks.probability("restart", restart);
    if (textureShare == 1 || restart == 1) {
      throw new IllegalArgumentException(
          "textureShare and restart must be below 1, but are %s and %s"
              .formatted(textureShare, restart));
    }
  }
}
