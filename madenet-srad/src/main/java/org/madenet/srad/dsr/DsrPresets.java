package org.madenet.srad.dsr;

import java.util.Set;
import org.madenet.core.ImageSize;
import org.madenet.core.Presets;
import org.madenet.core.train.StageOptions;
import org.madenet.data.synthesis.NormalAugmentation;
import org.madenet.data.synthesis.PerlinMask;

/** Named starting points. A preset is data: change single values with {@code toBuilder()}. */
public final class DsrPresets {

  private static final PerlinMask MASK = new PerlinMask(0, 5, 0.5);

  /** The published setting. */
  public static final DsrOptions PAPER =
      new DsrOptions(
          ImageSize.square(256),
          new LatentOptions(128, 64, 2, 128, 4096, 0.25, 0.99),
          new CodebookOptions(0.5, 0.1),
          64,
          64,
          new FeatureAnomalyOptions(0.5, MASK, 0.2, 1, 0.05),
          new SmudgeOptions(0.5, MASK, 0.2, 1),
          new NormalAugmentation(false, false, true, 0),
          new DsrLossOptions(1, 10, 1, 2),
          new StageOptions(2e-4, 0, 8, 1000, 100, 100),
          new StageOptions(2e-4, 0, 8, 1000, 100, 100),
          new RateDrop(0.8, 0.1),
          new StageOptions(2e-4, 0, 8, 1000, 50, 50),
          21,
          0);

  /** The default: small enough to be trained in minutes on two CPU cores. */
  public static final DsrOptions LITE =
      PAPER.toBuilder()
          .inputSize(ImageSize.square(128))
          .latent(new LatentOptions(32, 16, 2, 32, 256, 0.25, 0.99))
          .bottleneck(32)
          .unetWidth(8)
          .augmentation(new NormalAugmentation(true, true, false, 0.15))
          .codebookStage(new StageOptions(2e-3, 1, 8, 100, 15, 15))
          .detectionStage(new StageOptions(1e-3, 0, 8, 100, 10, 10))
          .upsamplingStage(new StageOptions(1e-3, 0, 8, 100, 5, 5))
          .scoreWindow(11)
          .build();

  /** Seconds, for tests. */
  public static final DsrOptions SMOKE =
      LITE.toBuilder()
          .inputSize(ImageSize.square(64))
          .latent(new LatentOptions(16, 8, 1, 8, 64, 0.25, 0.95))
          .bottleneck(8)
          .unetWidth(8)
          .codebookStage(new StageOptions(5e-3, 1, 4, 20, 4, 10))
          .detectionStage(new StageOptions(4e-3, 0, 4, 20, 4, 10))
          .upsamplingStage(new StageOptions(4e-3, 0, 4, 20, 2, 10))
          .scoreWindow(5)
          .build();

  private static final Presets<DsrOptions> PRESETS =
      Presets.of("DSR", "lite", LITE).and("paper", PAPER).and("smoke", SMOKE);

  private DsrPresets() {}

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
  public static DsrOptions named(String name) {
    return PRESETS.named(name);
  }
}
