package org.madenet.sfad;

import java.util.List;
import java.util.Set;
import org.madenet.core.ImageSize;
import org.madenet.core.Presets;

/** Named starting points. A preset is data: change single values with {@code toBuilder()}. */
public final class SfadPresets {

  private static final long GIBIBYTE = 1L << 30;

  /**
   * The default: the backbone that comes with the library, minutes of training on two CPU cores.
   * Neighbourhoods are aggregated as SimpleNet does, to as many channels as the taps have, and both
   * stages are trained to their end: the package's documentation says what that brings.
   */
  public static final SfadOptions LITE =
      new SfadOptions(
          ImageSize.square(256),
          new FeatureOptions(
              "efficientnet_lite0",
              List.of("blocks.4", "blocks.5"),
              3,
              Aggregation.SIMPLENET,
              304,
              FeatureScaling.STANDARDIZE),
          List.of(),
          304,
          AdaptorStart.WHITENING,
          1e-2,
          256,
          0,
          0.5,
          0.5,
          -0.5,
          new SfadStageOptions(0, 2e-3, 0.01, 1e-5, 8, 128, 40, 0),
          new SfadStageOptions(0, 2e-3, 0.01, 1e-5, 16, 0, 20, 0),
          new SupervisedWeights(3, 0, 0.1, 3),
          0,
          4,
          GIBIBYTE,
          0);

  /**
   * The paper's setting with SimpleNet's values where the paper is silent: WideResNet-50-2, whose
   * weights the caller supplies.
   */
  public static final SfadOptions PAPER =
      new SfadOptions(
          ImageSize.square(256),
          new FeatureOptions(
              "wide_resnet50_2",
              List.of("layer2", "layer3"),
              3,
              Aggregation.SIMPLENET,
              1536,
              FeatureScaling.NONE),
          List.of(),
          1536,
          AdaptorStart.XAVIER,
          1e-2,
          1024,
          0,
          0.015,
          0.5,
          -0.5,
          new SfadStageOptions(1e-4, 2e-4, 0.01, 1e-5, 8, 0, 160, 10),
          new SfadStageOptions(1e-4, 2e-4, 0.01, 1e-5, 8, 0, 160, 10),
          new SupervisedWeights(3, 1, 0.1, 3),
          0,
          4,
          4 * GIBIBYTE,
          0);

  /** A first look: {@link #LITE} with fewer epochs. */
  public static final SfadOptions QUICK =
      LITE.toBuilder()
          .fit(LITE.fit().withMaxEpochs(20))
          .fineTune(LITE.fineTune().withMaxEpochs(10))
          .build();

  /** Seconds, for tests: small images and a few epochs. */
  public static final SfadOptions SMOKE =
      LITE.toBuilder()
          .inputSize(ImageSize.square(64))
          .adaptorWidth(64)
          .adaptorStart(AdaptorStart.XAVIER, 1e-2)
          .discriminatorWidth(32)
          .fit(new SfadStageOptions(1e-3, 5e-3, 0.01, 1e-5, 4, 0, 10, 10))
          .fineTune(new SfadStageOptions(1e-3, 5e-3, 0.01, 1e-5, 4, 0, 10, 10))
          .supervisedWeights(new SupervisedWeights(3, 1, 1, 3))
          .build();

  private static final Presets<SfadOptions> PRESETS =
      Presets.of("SFAD", "lite", LITE).and("paper", PAPER).and("quick", QUICK).and("smoke", SMOKE);

  private SfadPresets() {}

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
