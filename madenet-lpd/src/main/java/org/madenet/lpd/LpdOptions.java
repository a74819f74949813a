package org.madenet.lpd;

import java.util.Objects;
import org.madenet.core.Checks;
import org.madenet.core.ImageSize;
import org.madenet.core.backbone.Backbones;
import org.madenet.core.io.PlainJson;
import org.madenet.core.train.StageOptions;
import org.madenet.data.synthesis.NormalAugmentation;
import org.madenet.data.synthesis.PatchOptions;

/**
 * Everything that decides what an LPD training gives, apart from images and imported weights.
 * Immutable.
 *
 * @param inputSize height and width of the images: equal, and a multiple of 32
 * @param backbone a name in {@link Backbones}; a ResNet by the paper, which does not say which
 * @param start what the backbone knows before stage one
 * @param foldedBackbone whether the backbone's batch normalisation is folded into its convolutions
 *     before training, for one that starts pretrained: statistics that move to the dataset's lose
 *     what it knows. False in preset paper, whose backbone starts from scratch
 * @param head the two heads
 * @param loss their losses
 * @param patches how stage one's patches are cut and pasted
 * @param augmentation changes of normal images in stage one, before a patch is pasted, and of all
 *     images in stage two
 * @param syntheticShare probability that a normal image gets a patch in stage two, so that what
 *     stage one learnt is not forgotten where real defects are few; 0 by the paper
 * @param backboneRates how fast the backbone learns beside its heads
 * @param fit stage one
 * @param fineTune stage two; half of each minibatch are defects, whatever an epoch's length: see
 *     {@link StageOptions#stepsPerEpoch}
 * @param scoring where score and map come from after stage one
 * @param seed the one seed of all randomness
 */
public record LpdOptions(
    ImageSize inputSize,
    String backbone,
    LpdStart start,
    boolean foldedBackbone,
    HeadOptions head,
    LpdLossOptions loss,
    PatchOptions patches,
    NormalAugmentation augmentation,
    double syntheticShare,
    BackboneRates backboneRates,
    StageOptions fit,
    StageOptions fineTune,
    LpdScoring scoring,
    long seed) {

  private static final int DIVISOR = 32;

  /** Checks every value. */
  public LpdOptions {
    Objects.requireNonNull(inputSize, "inputSize");
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(patches, "patches");
    Objects.requireNonNull(augmentation, "augmentation");
    Checks.probability("syntheticShare", syntheticShare);
    Objects.requireNonNull(backboneRates, "backboneRates");
    Objects.requireNonNull(fit, "fit");
    Objects.requireNonNull(fineTune, "fineTune");
    Objects.requireNonNull(scoring, "scoring");
    if (inputSize.height() != inputSize.width() || inputSize.height() % DIVISOR != 0) {
      throw new IllegalArgumentException(
          "inputSize must be a square with a side that is a multiple of %d, but is %s"
              .formatted(DIVISOR, inputSize));
    }
    start.requireWeights(Backbones.named(backbone));
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
  public static LpdOptions fromJson(String json) {
    return PlainJson.fromText(json, LpdOptions.class);
  }

  /** Changes single values of existing options. Not safe for use by several threads. */
  public static final class Builder {
    private ImageSize inputSize;
    private String backbone;
    private LpdStart start;
    private boolean foldedBackbone;
    private HeadOptions head;
    private LpdLossOptions loss;
    private PatchOptions patches;
    private NormalAugmentation augmentation;
    private double syntheticShare;
    private BackboneRates backboneRates;
    private StageOptions fit;
    private StageOptions fineTune;
    private LpdScoring scoring;
    private long seed;

    private Builder(LpdOptions from) {
      inputSize = from.inputSize;
      backbone = from.backbone;
      start = from.start;
      foldedBackbone = from.foldedBackbone;
      head = from.head;
      loss = from.loss;
      patches = from.patches;
      augmentation = from.augmentation;
      syntheticShare = from.syntheticShare;
      backboneRates = from.backboneRates;
      fit = from.fit;
      fineTune = from.fineTune;
      scoring = from.scoring;
      seed = from.seed;
    }

    /**
     * Sets {@link LpdOptions#inputSize()}.
     *
     * @param value the new value
     * @return this
     */
    public Builder inputSize(ImageSize value) {
      inputSize = value;
      return this;
    }

    /**
     * Sets {@link LpdOptions#backbone()} and {@link LpdOptions#start()}, which must fit together.
     *
     * @param name the new backbone
     * @param from what it knows before stage one
     * @return this
     */
    public Builder backbone(String name, LpdStart from) {
      backbone = name;
      start = from;
      return this;
    }

    /**
     * Sets {@link LpdOptions#foldedBackbone()}.
     *
     * @param value the new value
     * @return this
     */
    public Builder foldedBackbone(boolean value) {
      foldedBackbone = value;
      return this;
    }

    /**
     * Sets {@link LpdOptions#head()}.
     *
     * @param value the new value
     * @return this
     */
    public Builder head(HeadOptions value) {
      head = value;
      return this;
    }

    /**
     * Sets {@link LpdOptions#loss()}.
     *
     * @param value the new value
     * @return this
     */
    public Builder loss(LpdLossOptions value) {
      loss = value;
      return this;
    }

    /**
     * Sets {@link LpdOptions#patches()}.
     *
     * @param value the new value
     * @return this
     */
    public Builder patches(PatchOptions value) {
      patches = value;
      return this;
    }

    /**
     * Sets {@link LpdOptions#augmentation()}.
     *
     * @param value the new value
     * @return this
     */
    public Builder augmentation(NormalAugmentation value) {
      augmentation = value;
      return this;
    }

    /**
     * Sets {@link LpdOptions#syntheticShare()}.
     *
     * @param value the new value
     * @return this
     */
    public Builder syntheticShare(double value) {
      syntheticShare = value;
      return this;
    }

    /**
     * Sets {@link LpdOptions#backboneRates()}.
     *
     * @param value the new value
     * @return this
     */
    public Builder backboneRates(BackboneRates value) {
      backboneRates = value;
      return this;
    }

    /**
     * Sets {@link LpdOptions#fit()}.
     *
     * @param value the new value
     * @return this
     */
    public Builder fit(StageOptions value) {
      fit = value;
      return this;
    }

    /**
     * Sets {@link LpdOptions#fineTune()}.
     *
     * @param value the new value
     * @return this
     */
    public Builder fineTune(StageOptions value) {
      fineTune = value;
      return this;
    }

    /**
     * Sets {@link LpdOptions#scoring()}.
     *
     * @param value the new value
     * @return this
     */
    public Builder scoring(LpdScoring value) {
      scoring = value;
      return this;
    }

    /**
     * Sets {@link LpdOptions#seed()}.
     *
     * @param value the new value
     * @return this
     */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /**
     * Sets the most epochs of both stages.
     *
     * @param epochs at most this many in each
     * @return this
     */
    public Builder maxEpochs(int epochs) {
      fit = fit.withMaxEpochs(epochs);
      fineTune = fineTune.withMaxEpochs(epochs);
      return this;
    }

    /**
     * Checks the values.
     *
     * @return the options
     * @throws IllegalArgumentException if a value is out of its range
     */
    public LpdOptions build() {
      return new LpdOptions(
          inputSize,
          backbone,
          start,
          foldedBackbone,
          head,
          loss,
          patches,
          augmentation,
          syntheticShare,
          backboneRates,
          fit,
          fineTune,
          scoring,
          seed);
    }
  }
}
