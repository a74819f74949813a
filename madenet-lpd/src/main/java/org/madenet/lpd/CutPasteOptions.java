package org.madenet.lpd;

import java.util.List;
import java.util.Objects;
import org.madenet.core.Checks;
import org.madenet.core.ImageSize;
import org.madenet.core.backbone.Backbones;
import org.madenet.core.io.PlainJson;
import org.madenet.data.synthesis.ColourJitter;
import org.madenet.data.synthesis.PatchPasting;
import org.madenet.data.synthesis.ScarPasting;

/**
 * Everything that decides what a CutPaste training gives, apart from images and imported weights.
 * Immutable.
 *
 * @param inputSize height and width of the images: equal, and a multiple of 32
 * @param backbone a name in {@link Backbones}; {@code resnet18} by the publication
 * @param start what the backbone knows before training
 * @param foldedBackbone whether the backbone's batch normalisation is folded into its convolutions
 *     before training, for one that starts pretrained; see {@link LpdOptions#foldedBackbone}
 * @param headWidths widths of the head's linear layers, each with batch normalisation and ReLU; a
 *     last linear layer to the classes follows
 * @param variant what the network tells apart
 * @param level whether it looks at whole images or at patches
 * @param patches which patches, at {@link CutPasteLevel#PATCHES}
 * @param rectangles how rectangles are cut and pasted; shares are of what the network looks at
 * @param scars how scars are cut and pasted
 * @param augmentation of the normal image, before anything is pasted; all classes of an image are
 *     made from the same augmented one
 * @param training how long and how fast
 * @param seed the one seed of all randomness
 */
public record CutPasteOptions(
    ImageSize inputSize,
    String backbone,
    LpdStart start,
    boolean foldedBackbone,
    List<Integer> headWidths,
    CutPasteVariant variant,
    CutPasteLevel level,
    PatchGrid patches,
    PatchPasting rectangles,
    ScarPasting scars,
    ColourJitter augmentation,
    CutPasteTraining training,
    long seed) {

  private static final int DIVISOR = 32;

  /** Checks every value. */
  public CutPasteOptions {
    Objects.requireNonNull(inputSize, "inputSize");
    Objects.requireNonNull(start, "start");
    headWidths = List.copyOf(headWidths);
    headWidths.forEach(width -> Checks.positive("headWidths", width));
    Objects.requireNonNull(variant, "variant");
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(patches, "patches");
    Objects.requireNonNull(rectangles, "rectangles");
    Objects.requireNonNull(scars, "scars");
    Objects.requireNonNull(augmentation, "augmentation");
    Objects.requireNonNull(training, "training");
    requireSquare("inputSize", inputSize);
    requireSquare("patches.side", ImageSize.square(patches.side()));
    if (level == CutPasteLevel.PATCHES) {
      patches.requireFor(inputSize);
    }
    start.requireWeights(Backbones.named(backbone));
  }

  private static void requireSquare(String name, ImageSize size) {
    if (size.height() != size.width() || size.height() % DIVISOR != 0) {
      throw new IllegalArgumentException(
          "%s must be a square with a side that is a multiple of %d, but is %s"
              .formatted(name, DIVISOR, size));
    }
  }

  /** Size of what the network looks at: the image, or a patch. */
  ImageSize viewSize() {
    return level == CutPasteLevel.IMAGES ? inputSize : ImageSize.square(patches.side());
  }

  /**
   * For changing single values.
   *
   * @return a builder that starts with these options
   */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * As text.
   *
   * @return a JSON object
   */
  public String toJson() {
    return PlainJson.toTree(this).toString();
  }

  /**
   * From text.
   *
   * @param json what {@link #toJson} gave
   * @return equal options
   * @throws IllegalArgumentException if it is not such a text, or a value is out of range
   */
  public static CutPasteOptions fromJson(String json) {
    return PlainJson.fromText(json, CutPasteOptions.class);
  }

  /** Changes single values of existing options. Not safe for use by several threads. */
  public static final class Builder {
    private ImageSize inputSize;
    private String backbone;
    private LpdStart start;
    private boolean foldedBackbone;
    private List<Integer> headWidths;
    private CutPasteVariant variant;
    private CutPasteLevel level;
    private PatchGrid patches;
    private PatchPasting rectangles;
    private ScarPasting scars;
    private ColourJitter augmentation;
    private CutPasteTraining training;
    private long seed;

    private Builder(CutPasteOptions from) {
      inputSize = from.inputSize;
      backbone = from.backbone;
      start = from.start;
      foldedBackbone = from.foldedBackbone;
      headWidths = from.headWidths;
      variant = from.variant;
      level = from.level;
      patches = from.patches;
      rectangles = from.rectangles;
      scars = from.scars;
      augmentation = from.augmentation;
      training = from.training;
      seed = from.seed;
    }

    /**
     * Sets the size of the images.
     *
     * @param value height and width
     * @return this
     */
    public Builder inputSize(ImageSize value) {
      inputSize = value;
      return this;
    }

    /**
     * Sets the backbone.
     *
     * @param name in {@link Backbones}
     * @param knows what it knows before training
     * @param folded whether its batch normalisation is folded before training
     * @return this
     */
    public Builder backbone(String name, LpdStart knows, boolean folded) {
      backbone = name;
      start = knows;
      foldedBackbone = folded;
      return this;
    }

    /**
     * Sets the head.
     *
     * @param value widths of its linear layers
     * @return this
     */
    public Builder headWidths(List<Integer> value) {
      headWidths = List.copyOf(value);
      return this;
    }

    /**
     * Sets what the network tells apart.
     *
     * @param value the variant
     * @return this
     */
    public Builder variant(CutPasteVariant value) {
      variant = value;
      return this;
    }

    /**
     * Sets what the network looks at.
     *
     * @param value images or patches
     * @param grid which patches
     * @return this
     */
    public Builder level(CutPasteLevel value, PatchGrid grid) {
      level = value;
      patches = grid;
      return this;
    }

    /**
     * Sets how rectangles are pasted.
     *
     * @param value areas, aspects, jitter
     * @return this
     */
    public Builder rectangles(PatchPasting value) {
      rectangles = value;
      return this;
    }

    /**
     * Sets how scars are pasted.
     *
     * @param value sizes, angles, jitter
     * @return this
     */
    public Builder scars(ScarPasting value) {
      scars = value;
      return this;
    }

    /**
     * Sets how normal images are changed.
     *
     * @param value jitter of the whole image
     * @return this
     */
    public Builder augmentation(ColourJitter value) {
      augmentation = value;
      return this;
    }

    /**
     * Sets how long and how fast is trained.
     *
     * @param value the training
     * @return this
     */
    public Builder training(CutPasteTraining value) {
      training = value;
      return this;
    }

    /**
     * Sets the seed.
     *
     * @param value any number
     * @return this
     */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /**
     * Sets the number of epochs; the rate's cosine is stretched to it.
     *
     * @param epochs all of them are trained, for nothing stops earlier
     * @return this
     */
    public Builder maxEpochs(int epochs) {
      training = training.withEpochs(epochs);
      return this;
    }

    /**
     * The options.
     *
     * @return new options
     * @throws IllegalArgumentException if a value is out of range
     */
    public CutPasteOptions build() {
      return new CutPasteOptions(
          inputSize,
          backbone,
          start,
          foldedBackbone,
          headWidths,
          variant,
          level,
          patches,
          rectangles,
          scars,
          augmentation,
          training,
          seed);
    }
  }
}
