package org.madenet.srad;

import java.util.Set;
import org.madenet.core.ImageSize;
import org.madenet.core.Presets;
import org.madenet.core.backbone.HrNet;
import org.madenet.core.nn.UpsampleMode;
import org.madenet.core.train.StageOptions;
import org.madenet.data.synthesis.NormalAugmentation;
import org.madenet.data.synthesis.SynthesisOptions;

/** Named starting points. A preset is data: change single values with {@code toBuilder()}. */
public final class SradPresets {

  /**
   * The default: small enough to be trained in minutes on two CPU cores. Stage two keeps its last
   * epoch: the rate has fallen to nothing by then, and held-out images that choose an epoch cannot
   * tell MADE-Net how good the detector is.
   */
  public static final SradOptions LITE =
      new SradOptions(
          ImageSize.square(128),
          InputScaling.PER_IMAGE,
          new EncoderOptions(HrNet.Depth.SMALL, 8, UpsampleMode.BILINEAR),
          new DecoderOptions(32, 16, 16),
          new UnetOptions(8, 5),
          new SradLossOptions(10, 1, 0.75, 2, 0.02),
          SynthesisOptions.defaults().toBuilder()
              .opacity(0.3, 1)
              .minDifference(0.03)
              .gridHalvings(3)
              .rectangleShare(0.5)
              .shadeShare(0.5)
              .build(),
          new NormalAugmentation(true, true, false, 0.15),
          new StageOptions(1.5e-3, 1, 8, 100, 40, 40),
          new StageOptions(1.5e-3, 1, 8, 100, 12, 0),
          new FineTuneAugmentation(0.25, true),
          5,
          0);

  /** The paper's setting, with DRAEM's detection network and numbers where the paper is silent. */
  public static final SradOptions PAPER =
      new SradOptions(
          ImageSize.square(256),
          InputScaling.IMAGENET,
          new EncoderOptions(HrNet.Depth.FULL, 32, UpsampleMode.BILINEAR),
          new DecoderOptions(480, 240, 120),
          new UnetOptions(64, 6),
          new SradLossOptions(1, 1, 0.75, 2, 0),
          SynthesisOptions.defaults(),
          NormalAugmentation.NONE,
          new StageOptions(1e-4, 0, 8, 0, 700, 10),
          new StageOptions(1e-4, 0, 8, 0, 700, 10),
          FineTuneAugmentation.NONE,
          21,
          0);

  /** A first look: smaller images than {@link #LITE}'s, and a seventh of its steps. */
  public static final SradOptions QUICK =
      LITE.toBuilder()
          .inputSize(ImageSize.square(96))
          .fit(new StageOptions(1.5e-3, 1, 8, 100, 4, 4))
          .fineTune(new StageOptions(1.5e-3, 1, 8, 100, 3, 0))
          .build();

  /** Seconds, for tests. */
  public static final SradOptions SMOKE =
      LITE.toBuilder()
          .inputSize(ImageSize.square(64))
          .encoder(new EncoderOptions(HrNet.Depth.SMALL, 4, UpsampleMode.BILINEAR))
          .decoder(new DecoderOptions(16, 8, 8))
          .unet(new UnetOptions(8, 3))
          .fit(new StageOptions(2e-3, 0, 4, 10, 4, 10))
          .fineTune(new StageOptions(2e-3, 0, 4, 10, 4, 10))
          .build();

  private static final Presets<SradOptions> PRESETS =
      Presets.of("SRAD", "lite", LITE).and("paper", PAPER).and("quick", QUICK).and("smoke", SMOKE);

  private SradPresets() {}

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
  public static SradOptions named(String name) {
    return PRESETS.named(name);
  }
}
