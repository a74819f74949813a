package org.madenet.ism;

import java.util.Set;
import org.madenet.core.ImageSize;
import org.madenet.core.Presets;
import org.madenet.core.train.StageOptions;
import org.madenet.data.synthesis.NormalAugmentation;

/** Named starting points. A preset goes with those of the same name of the submodels. */
public final class MadeNetPresets {

  private static final double CONFIDENCE = 0.85;

  /** Below this many anomalous validation images, other categories count more than the own. */
  private static final double PRIOR_IMAGES = 10;

  /** The default: EfficientNet-Lite0 from ImageNet as the classifier. */
  public static final MadeNetOptions LITE =
      new MadeNetOptions(
          ImageSize.square(256),
          new ClassifierOptions(
              ImageSize.square(128),
              "efficientnet_lite0",
              true,
              0.2,
              true,
              new NormalAugmentation(true, true, false, 0.15),
              new StageOptions(5e-4, 1, 16, 20, 10, 4)),
          CONFIDENCE,
          0.5,
          PRIOR_IMAGES,
          false,
          0);

  /** The paper's setting: EfficientNet-B4, whose weights the caller supplies. */
  public static final MadeNetOptions PAPER =
      new MadeNetOptions(
          ImageSize.square(256),
          new ClassifierOptions(
              ImageSize.square(256),
              "efficientnet_b4",
              false,
              0.4,
              true,
              NormalAugmentation.NONE,
              new StageOptions(1e-4, 0, 8, 0, 100, 10)),
          CONFIDENCE,
          0.5,
          0,
          false,
          0);

  /** A first look: {@link #LITE} with fewer steps. */
  public static final MadeNetOptions QUICK =
      LITE.toBuilder()
          .classifier(
              LITE.classifier().toBuilder()
                  .training(new StageOptions(5e-4, 1, 16, 20, 5, 4))
                  .build())
          .build();

  /** Seconds, for tests. */
  public static final MadeNetOptions SMOKE =
      LITE.toBuilder()
          .inputSize(ImageSize.square(64))
          .classifier(
              LITE.classifier().toBuilder()
                  .inputSize(ImageSize.square(64))
                  .dropout(0.1)
                  .augmentation(NormalAugmentation.NONE)
                  .training(new StageOptions(1e-3, 1, 8, 10, 3, 3))
                  .build())
          .build();

  private static final Presets<MadeNetOptions> PRESETS =
      Presets.of("MADE-Net", "lite", LITE)
          .and("paper", PAPER)
          .and("quick", QUICK)
          .and("smoke", SMOKE);

  private MadeNetPresets() {}

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
  public static MadeNetOptions named(String name) {
    return PRESETS.named(name);
  }
}
