package org.madenet.sfad;

import java.util.Set;
import org.madenet.core.ImageSize;
import org.madenet.core.Presets;

/**
 * SimpleNet's settings, as options of SFAD, whose stage two they also hold and never use. A preset
 * is data: change single values with {@code toBuilder()}.
 */
public final class SimpleNetPresets {

  /**
   * The published setting (the official code's run.sh; the defaults of its main.py are others):
   * WideResNet-50-2, whose weights the caller supplies, 1536 pooled channels, adaptor at 1e-4 with
   * AdamW, discriminator at 2e-4 with Adam, noise of 0.015, 160 passes over the images, and nothing
   * that stops earlier. Images are resized to 288x288 as a whole; the official code resizes to 329
   * and cuts the central 288x288 out, which loses defects at the border.
   */
  public static final SfadOptions PAPER =
      SfadPresets.PAPER.toBuilder()
          .inputSize(ImageSize.square(288))
          .fit(new SfadStageOptions(1e-4, 2e-4, 0.01, 1e-5, 8, 0, 160, 0))
          .build();

  /**
   * The default: SimpleNet's recipe on the backbone that comes with the library, minutes of
   * training on two CPU cores. Features are those of {@link SfadPresets#LITE}, which have as many
   * channels as the taps (so do 512 and 1024 give 1536).
   *
   * <p>The noise is not 0.015. That number is a length in the units of the features, and 1536
   * pooled channels of WideResNet-50-2 are others than these 304 of EfficientNet-Lite0. Here
   * channels are standardised, so that a length means the same on every backbone; an adaptor that
   * starts at random keeps their scale, and the noise is as large as a channel's normal variation.
   * With a tenth of it, or with 0.015 on raw features, nothing was learnt in 480 steps; see the
   * package's documentation.
   */
  public static final SfadOptions LITE =
      SfadPresets.LITE.toBuilder()
          .adaptorStart(AdaptorStart.XAVIER, 1e-2)
          .noise(0, 1)
          .fit(new SfadStageOptions(1e-4, 2e-4, 0.01, 1e-5, 8, 128, 40, 0))
          .build();

  /** Seconds, for tests: small images and a few epochs. */
  public static final SfadOptions SMOKE =
      LITE.toBuilder()
          .inputSize(ImageSize.square(64))
          .adaptorWidth(64)
          .discriminatorWidth(32)
          .noise(0, 0.5)
          .fit(new SfadStageOptions(1e-3, 5e-3, 0.01, 1e-5, 4, 0, 100, 0))
          .build();

  private static final Presets<SfadOptions> PRESETS =
      Presets.of("SimpleNet", "lite", LITE).and("paper", PAPER).and("smoke", SMOKE);

  private SimpleNetPresets() {}

  /**
   * All names.
   *
   * @return unmodifiable, the default first
   */
  public static Set<String> names() {
    return PRESETS.names();
  }

  /**
   * A preset by name.
   *
   * @param name one of {@link #names()}
   * @return its options
   * @throws IllegalArgumentException if there is none of that name
   */
  public static SfadOptions named(String name) {
    return PRESETS.named(name);
  }
}
