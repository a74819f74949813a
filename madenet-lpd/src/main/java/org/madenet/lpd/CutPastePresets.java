package org.madenet.lpd;

import java.util.List;
import java.util.Set;
import org.madenet.core.ImageSize;
import org.madenet.core.Presets;
import org.madenet.data.synthesis.ColourJitter;
import org.madenet.data.synthesis.PatchPasting;
import org.madenet.data.synthesis.ScarPasting;

/** Named starting points. A preset is data: change single values with {@code toBuilder()}. */
public final class CutPastePresets {

  /**
   * The default: EfficientNet-Lite0 from ImageNet, few enough steps for minutes of training on one
   * CPU core.
   */
  public static final CutPasteOptions LITE =
      new CutPasteOptions(
          ImageSize.square(224),
          "efficientnet_lite0",
          LpdStart.EMBEDDED,
          true,
          List.of(512, 128),
          CutPasteVariant.THREE_WAY,
          CutPasteLevel.IMAGES,
          new PatchGrid(32, 4, 8),
          PatchPasting.published(),
          ScarPasting.published(),
          ColourJitter.of(0.1),
          new CutPasteTraining(0.03, 0.01, 0.9, 3e-5, 8, 50, 4),
          0);

  /**
   * The published setting: ResNet-18 from scratch, three classes of 32 images in each step, which
   * is the published batch of 96 (64 for two classes), 256 epochs of 256 steps. Trainers take
   * imported weights, too.
   */
  public static final CutPasteOptions PAPER =
      new CutPasteOptions(
          ImageSize.square(256),
          "resnet18",
          LpdStart.SCRATCH,
          false,
          List.of(512, 128),
          CutPasteVariant.THREE_WAY,
          CutPasteLevel.IMAGES,
          new PatchGrid(32, 4, 8),
          PatchPasting.published(),
          ScarPasting.published(),
          ColourJitter.of(0.1),
          new CutPasteTraining(0.03, 1, 0.9, 3e-5, 32, 256, 256),
          0);

  /** Seconds, for tests. */
  public static final CutPasteOptions SMOKE =
      LITE.toBuilder()
          .inputSize(ImageSize.square(64))
          .headWidths(List.of(16))
          .level(CutPasteLevel.IMAGES, new PatchGrid(32, 16, 8))
          .scars(new ScarPasting(2, 6, 6, 16, 45, ColourJitter.of(0.1)))
          .training(new CutPasteTraining(0.03, 0.01, 0.9, 3e-5, 4, 5, 2))
          .build();

  private static final Presets<CutPasteOptions> PRESETS =
      Presets.of("CutPaste", "lite", LITE).and("paper", PAPER).and("smoke", SMOKE);

  private CutPastePresets() {}

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
  public static CutPasteOptions named(String name) {
    return PRESETS.named(name);
  }
}
