package org.madenet.srad.dsr;

import java.util.Objects;
import java.util.SplittableRandom;
import org.madenet.core.ImageSize;
import org.madenet.data.Fingerprint;
import org.madenet.data.synthesis.AnomalyKind;
import org.madenet.data.synthesis.ForegroundMask;
import org.madenet.data.synthesis.Synthesizer;

/**
 * Puts blobs of one colour into images: with mask m, colour c and opacity o the image I becomes
 * {@code m (o c + (1 - o) I) + (1 - m) I}. The upsampling U-Net learns exact borders from them
 * (DSR, section 3.4). Immutable and safe for use by several threads.
 */
final class Smudges implements Synthesizer {

  /** Raised when the same seed no longer gives the same samples. */
  private static final int VERSION = 1;

  private final SmudgeOptions options;

  Smudges(SmudgeOptions options) {
    this.options = Objects.requireNonNull(options, "options");
  }

  @Override
  public String fingerprint() {
    return Fingerprint.ofText("smudges " + VERSION + " " + options);
  }

  @Override
  public ForegroundMask foreground(float[] image, ImageSize size) {
    return ForegroundMask.whole(size);
  }

  @Override
  public AnomalyKind synthesize(
      float[] source,
      int sourceAt,
      ImageSize size,
      ForegroundMask foreground,
      SplittableRandom random,
      float[] images,
      float[] masks,
      int index) {
    int pixels = size.pixels();
    int at = 3 * pixels * index;
    System.arraycopy(source, sourceAt, images, at, 3 * pixels);
    if (random.nextDouble() >= options.probability()) {
      return AnomalyKind.CLEAN;
    }
    float[] mask = options.mask().draw(random, size);
    float opacity =
        (float)
            (options.minOpacity()
                + random.nextDouble() * (options.maxOpacity() - options.minOpacity()));
    for (int c = 0; c < 3; c++) {
      float colour = (float) random.nextDouble();
      for (int p = 0, i = at + c * pixels; p < pixels; p++, i++) {
        if (mask[p] != 0) {
          images[i] = opacity * colour + (1 - opacity) * images[i];
        }
      }
    }
    System.arraycopy(mask, 0, masks, pixels * index, pixels);
    return AnomalyKind.TEXTURE;
  }
}
