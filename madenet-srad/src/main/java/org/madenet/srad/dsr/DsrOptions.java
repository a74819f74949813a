package org.madenet.srad.dsr;

import java.util.Objects;
import org.madenet.core.Checks;
import org.madenet.core.ImageSize;
import org.madenet.core.io.PlainJson;
import org.madenet.core.train.StageOptions;
import org.madenet.data.synthesis.NormalAugmentation;

/**
 * Everything that decides the result of a DSR training, apart from the data, the textures and the
 * latent model's weights. Immutable and validated; {@link DsrPresets} holds good starting points.
 *
 * @param inputSize size of the images; height and width are multiples of 32 and at least 64
 * @param latent the discrete latent model
 * @param codebook how it is trained where no weights are given
 * @param bottleneck channels of the object decoder's narrowest layers; DSR's are 64
 * @param unetWidth channels of the first level of the detection and the upsampling U-Net; DSR's are
 *     64
 * @param anomalies how anomalies are made among the codes, for the second phase
 * @param smudges how anomalies are made in images, for the third phase
 * @param augmentation what is done to normal images before
 * @param loss weights of the losses
 * @param codebookStage the first phase, which trains the latent model
 * @param detectionStage the second, which learns to restore codes and to detect
 * @param detectionDrop how the second phase's learning rate drops, instead of its decay power
 * @param upsamplingStage the third, which learns exact borders
 * @param scoreWindow side of the mean filter before the maximum that gives the image's score, odd,
 *     in pixels of the input; DSR's is 21
 * @param seed the one seed of initial weights, order and anomalies
 */
public record DsrOptions(
    ImageSize inputSize,
    LatentOptions latent,
    CodebookOptions codebook,
    int bottleneck,
    int unetWidth,
    FeatureAnomalyOptions anomalies,
    SmudgeOptions smudges,
    NormalAugmentation augmentation,
    DsrLossOptions loss,
    StageOptions codebookStage,
    StageOptions detectionStage,
    RateDrop detectionDrop,
    StageOptions upsamplingStage,
    int scoreWindow,
    long seed) {

  /** Checks every value. */
  public DsrOptions {
    Objects.requireNonNull(inputSize, "inputSize");
    Objects.requireNonNull(latent, "latent");
    Objects.requireNonNull(codebook, "codebook");
    Objects.requireNonNull(anomalies, "anomalies");
    Objects.requireNonNull(smudges, "smudges");
    Objects.requireNonNull(augmentation, "augmentation");
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(codebookStage, "codebookStage");
    Objects.requireNonNull(detectionStage, "detectionStage");
    Objects.requireNonNull(detectionDrop, "detectionDrop");
    Objects.requireNonNull(upsamplingStage, "upsamplingStage");
    Checks.positive("bottleneck", bottleneck);
    Checks.positive("unetWidth", unetWidth);
    Checks.positive("scoreWindow", scoreWindow);
    if (scoreWindow % 2 == 0) {
      throw new IllegalArgumentException("scoreWindow must be odd, but is " + scoreWindow);
    }
    if (detectionStage.decayPower() != 0) {
      throw new IllegalArgumentException(
          "detectionStage.decayPower must be 0, the rate follows detectionDrop, but is "
              + detectionStage.decayPower());
    }
    requireSide("height", inputSize.height());
    requireSide("width", inputSize.width());
  }

  private static void requireSide(String name, int pixels) {
    if (pixels % DIVISOR != 0 || pixels < LEAST) {
      throw new IllegalArgumentException(
          "%s of inputSize must be a multiple of %d and at least %d, but is %d"
              .formatted(name, DIVISOR, LEAST, pixels));
    }
  }

  /** The upper level has stride 8, and its subspace restriction halves it twice. */
  private static final int DIVISOR = 32;

  /** Below, a map of that restriction would be one pixel, which normalisation makes 0. */
  private static final int LEAST = 64;

  /** Size of the level lo. */
  ImageSize sizeLo() {
    return new ImageSize(inputSize.height() / 8, inputSize.width() / 8);
  }

  /** Size of the level hi. */
  ImageSize sizeHi() {
    return new ImageSize(inputSize.height() / 4, inputSize.width() / 4);
  }

  /**
   * A builder that starts from these options.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * These options as JSON.
   *
   * @return one line that {@link #fromJson} reads back to equal options
   */
  public String toJson() {
    return PlainJson.toTree(this).toString();
  }

  /**
   * Reads options.
   *
   * @param json what {@link #toJson} wrote
   * @return the options
   * @throws IllegalArgumentException if a value is missing, unknown or out of range; the message
   *     names it
   */
  public static DsrOptions fromJson(String json) {
    return PlainJson.fromText(json, DsrOptions.class);
  }

  /** Changes single values of existing options. Not safe for use by several threads. */
  public static final class Builder {
    private ImageSize inputSize;
    private LatentOptions latent;
    private CodebookOptions codebook;
    private int bottleneck;
    private int unetWidth;
    private FeatureAnomalyOptions anomalies;
    private SmudgeOptions smudges;
    private NormalAugmentation augmentation;
    private DsrLossOptions loss;
    private StageOptions codebookStage;
    private StageOptions detectionStage;
    private RateDrop detectionDrop;
    private StageOptions upsamplingStage;
    private int scoreWindow;
    private long seed;

    private Builder(DsrOptions from) {
      inputSize = from.inputSize;
      latent = from.latent;
      codebook = from.codebook;
      bottleneck = from.bottleneck;
      unetWidth = from.unetWidth;
      anomalies = from.anomalies;
      smudges = from.smudges;
      augmentation = from.augmentation;
      loss = from.loss;
      codebookStage = from.codebookStage;
      detectionStage = from.detectionStage;
      detectionDrop = from.detectionDrop;
      upsamplingStage = from.upsamplingStage;
      scoreWindow = from.scoreWindow;
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
     * Sets the discrete latent model.
     *
     * @param value its size
     * @return this
     */
    public Builder latent(LatentOptions value) {
      latent = value;
      return this;
    }

    /**
     * Sets how the latent model is trained.
     *
     * @param value textures and restarts
     * @return this
     */
    public Builder codebook(CodebookOptions value) {
      codebook = value;
      return this;
    }

    /**
     * Sets the object decoder's narrowest layers.
     *
     * @param value channels
     * @return this
     */
    public Builder bottleneck(int value) {
      bottleneck = value;
      return this;
    }

    /**
     * Sets the width of both U-Nets.
     *
     * @param value channels of the first level
     * @return this
     */
    public Builder unetWidth(int value) {
      unetWidth = value;
      return this;
    }

    /**
     * Sets how anomalies are made among the codes.
     *
     * @param value masks and strengths
     * @return this
     */
    public Builder anomalies(FeatureAnomalyOptions value) {
      anomalies = value;
      return this;
    }

    /**
     * Sets how anomalies are made in images.
     *
     * @param value masks and opacities
     * @return this
     */
    public Builder smudges(SmudgeOptions value) {
      smudges = value;
      return this;
    }

    /**
     * Sets what is done to normal images.
     *
     * @param value flips, turns and brightness
     * @return this
     */
    public Builder augmentation(NormalAugmentation value) {
      augmentation = value;
      return this;
    }

    /**
     * Sets the losses.
     *
     * @param value weights and focus
     * @return this
     */
    public Builder loss(DsrLossOptions value) {
      loss = value;
      return this;
    }

    /**
     * Sets the first phase.
     *
     * @param value length and learning rate
     * @return this
     */
    public Builder codebookStage(StageOptions value) {
      codebookStage = value;
      return this;
    }

    /**
     * Sets the second phase.
     *
     * @param value length and learning rate
     * @return this
     */
    public Builder detectionStage(StageOptions value) {
      detectionStage = value;
      return this;
    }

    /**
     * Sets how the second phase's learning rate drops.
     *
     * @param value when and to what
     * @return this
     */
    public Builder detectionDrop(RateDrop value) {
      detectionDrop = value;
      return this;
    }

    /**
     * Sets the third phase.
     *
     * @param value length and learning rate
     * @return this
     */
    public Builder upsamplingStage(StageOptions value) {
      upsamplingStage = value;
      return this;
    }

    /**
     * Sets the window of the image's score.
     *
     * @param value side in pixels, odd
     * @return this
     */
    public Builder scoreWindow(int value) {
      scoreWindow = value;
      return this;
    }

    /**
     * Sets the seed.
     *
     * @param value any
     * @return this
     */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /**
     * Sets the most epochs of all three phases.
     *
     * @param epochs at most this many in each
     * @return this
     */
    public Builder maxEpochs(int epochs) {
      codebookStage = codebookStage.withMaxEpochs(epochs);
      detectionStage = detectionStage.withMaxEpochs(epochs);
      upsamplingStage = upsamplingStage.withMaxEpochs(epochs);
      return this;
    }

    /**
     * Validates and builds.
     *
     * @return the options
     * @throws IllegalArgumentException if a value is out of range
     */
    public DsrOptions build() {
      return new DsrOptions(
          inputSize,
          latent,
          codebook,
          bottleneck,
          unetWidth,
          anomalies,
          smudges,
          augmentation,
          loss,
          codebookStage,
          detectionStage,
          detectionDrop,
          upsamplingStage,
          scoreWindow,
          seed);
    }
  }
}
