package org.madenet.lpd;

import java.util.Set;
import org.madenet.core.ImageSize;
import org.madenet.core.Presets;
import org.madenet.core.train.StageOptions;
import org.madenet.data.synthesis.NormalAugmentation;
import org.madenet.data.synthesis.PatchOptions;

/** Named starting points. A preset is data: change single values with {@code toBuilder()}. */
public final class LpdPresets {

  /**
   * The default: EfficientNet-Lite0 from ImageNet, for training on two CPU cores. Stage two keeps
   * its last epoch: the rate has fallen to nothing by then, and held-out images that choose an
   * epoch cannot tell MADE-Net how good the detector is.
   */
  public static final LpdOptions LITE =
      new LpdOptions(
          ImageSize.square(224),
          "efficientnet_lite0",
          LpdStart.EMBEDDED,
          true,
          new HeadOptions(0.2, 1, 128, 64),
          new LpdLossOptions(1, 1, 0.75, 2, 0.05),
          PatchOptions.defaults(),
          new NormalAugmentation(true, true, false, 0.15),
          0.25,
          new BackboneRates(0.1, 1),
          new StageOptions(3e-4, 1, 8, 100, 8, 8),
          new StageOptions(3e-4, 1, 8, 100, 24, 0),
          LpdScoring.DENSITY,
          0);

  /**
   * The paper's setting: a ResNet, equation (17), real anomalies only in stage two. Where section
   * 3.3.2 is silent: ResNet-18 from scratch at the full rate, and one hidden layer of 512.
   */
  public static final LpdOptions PAPER =
      new LpdOptions(
          ImageSize.square(256),
          "resnet18",
          LpdStart.SCRATCH,
          false,
          new HeadOptions(0.2, 1, 512, 0),
          new LpdLossOptions(1, 1, 0.5, 0, 0),
          PatchOptions.defaults(),
          NormalAugmentation.NONE,
          0,
          BackboneRates.FULL,
          new StageOptions(1e-4, 0, 8, 0, 700, 10),
          new StageOptions(1e-4, 0, 8, 0, 700, 10),
          LpdScoring.HEADS,
          0);

  /** A first look: smaller images than {@link #LITE}'s, and fewer steps. */
  public static final LpdOptions QUICK =
      LITE.toBuilder()
          .inputSize(ImageSize.square(128))
          .fit(new StageOptions(3e-4, 1, 8, 100, 1, 1))
          .fineTune(new StageOptions(3e-4, 1, 8, 100, 3, 0))
          .build();

  /** Seconds, for tests. */
  public static final LpdOptions SMOKE =
      LITE.toBuilder()
          .inputSize(ImageSize.square(64))
          .head(new HeadOptions(0.1, 1, 16, 16))
          .fit(new StageOptions(1e-3, 0, 4, 10, 3, 10))
          .fineTune(new StageOptions(1e-3, 0, 4, 10, 3, 10))
          .build();

  private static final Presets<LpdOptions> PRESETS =
      Presets.of("LPD", "lite", LITE).and("paper", PAPER).and("quick", QUICK).and("smoke", SMOKE);

  private LpdPresets() {}

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
  public static LpdOptions named(String name) {
    return PRESETS.named(name);
  }
}
