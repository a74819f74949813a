package org.madenet.srad;

import org.madenet.core.Checks;

/**
 * The decoder: two residual blocks, then two transposed convolutions that double the size each.
 *
 * @param residualWidth channels of the residual blocks; where it differs from the encoding's, the
 *     first block's shortcut is a 1x1 convolution
 * @param firstWidth channels after the first transposed convolution
 * @param secondWidth channels after the second
 */
public record DecoderOptions(int residualWidth, int firstWidth, int secondWidth) {

  /** Checks every value. */
  public DecoderOptions {
    Checks.positive("residualWidth", residualWidth);
    Checks.positive("firstWidth", firstWidth);
    Checks.positive("secondWidth", secondWidth);
  }
}
