package org.madenet.srad;

import java.util.Objects;
import org.madenet.core.Checks;
import org.madenet.core.ImageSize;
import org.madenet.core.io.PlainJson;
import org.madenet.core.train.StageOptions;
import org.madenet.data.synthesis.NormalAugmentation;
import org.madenet.data.synthesis.SynthesisOptions;

/**
 * Everything that decides the result of an SRAD training, apart from the data, the textures and the
 * encoder's initial weights. Immutable and validated; {@link SradPresets} holds good starting
 * points.
 *
 * @param inputSize size of the images; height and width are multiples of 32 and of the U-Net's
 *     lowest resolution
 * @param inputScaling how the networks see them
 * @param encoder the HRNet
 * @param decoder what makes an image of its features
 * @param unet what compares input and reconstruction
 * @param loss equations (3) to (5)
 * @param synthesis how anomalies are made, equation (1)
 * @param augmentation what is done to normal images in stage one before an anomaly is made
 * @param fit stage one, on synthetic anomalies
 * @param fineTune stage two, on real ones; half of each minibatch, whatever an epoch's length: see
 *     {@link StageOptions#stepsPerEpoch}
 * @param fineTuneAugmentation what is done to real images in stage two
 * @param scoreWindow side of the mean filter before the maximum that gives the image's score, odd,
 *     in pixels of the input; the paper's is 21
 * @param seed the one seed of initial weights, order and anomalies
 */
public record SradOptions(
    ImageSize inputSize,
    InputScaling inputScaling,
    EncoderOptions encoder,
    DecoderOptions decoder,
    UnetOptions unet,
    SradLossOptions loss,
    SynthesisOptions synthesis,
    NormalAugmentation augmentation,
    StageOptions fit,
    StageOptions fineTune,
    FineTuneAugmentation fineTuneAugmentation,
    int scoreWindow,
    long seed) {

  /** Checks every value. */
  public SradOptions {
    Objects.requireNonNull(inputSize, "inputSize");
    Objects.requireNonNull(inputScaling, "inputScaling");
    Objects.requireNonNull(encoder, "encoder");
    Objects.requireNonNull(decoder, "decoder");
    Objects.requireNonNull(unet, "unet");
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(synthesis, "synthesis");
    Objects.requireNonNull(augmentation, "augmentation");
    Objects.requireNonNull(fit, "fit");
    Objects.requireNonNull(fineTune, "fineTune");
    Objects.requireNonNull(fineTuneAugmentation, "fineTuneAugmentation");
    Checks.positive("scoreWindow", scoreWindow);
    if (scoreWindow % 2 == 0) {
      throw new IllegalArgumentException("scoreWindow must be odd, but is " + scoreWindow);
    }
    int divisor = Math.max(ENCODER_DIVISOR, unet.divisor());
    if (inputSize.height() % divisor != 0 || inputSize.width() % divisor != 0) {
      throw new IllegalArgumentException(
          "height and width of inputSize must be multiples of %d, but are %s"
              .formatted(divisor, inputSize));
    }
  }

  /** HRNet's lowest branch has stride 32, and the branches meet again at stride 4. */
  private static final int ENCODER_DIVISOR = 32;

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
  public static SradOptions fromJson(String json) {
    return PlainJson.fromText(json, SradOptions.class);
  }

  /** Changes single values of existing options. Not safe for use by several threads. */
  public static final class Builder {
    private ImageSize inputSize;
    private InputScaling inputScaling;
    private EncoderOptions encoder;
    private DecoderOptions decoder;
    private UnetOptions unet;
    private SradLossOptions loss;
    private SynthesisOptions synthesis;
    private NormalAugmentation augmentation;
    private StageOptions fit;
    private StageOptions fineTune;
    private FineTuneAugmentation fineTuneAugmentation;
    private int scoreWindow;
    private long seed;

    private Builder(SradOptions from) {
      inputSize = from.inputSize;
      inputScaling = from.inputScaling;
      encoder = from.encoder;
      decoder = from.decoder;
      unet = from.unet;
      loss = from.loss;
      synthesis = from.synthesis;
      augmentation = from.augmentation;
      fit = from.fit;
      fineTune = from.fineTune;
      fineTuneAugmentation = from.fineTuneAugmentation;
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
     * Sets how the networks see images.
     *
     * @param value the scaling
     * @return this
     */
    public Builder inputScaling(InputScaling value) {
      inputScaling = value;
      return this;
    }

    /**
     * Sets the encoder.
     *
     * @param value its size
     * @return this
     */
    public Builder encoder(EncoderOptions value) {
      encoder = value;
      return this;
    }

    /**
     * Sets the decoder.
     *
     * @param value its widths
     * @return this
     */
    public Builder decoder(DecoderOptions value) {
      decoder = value;
      return this;
    }

    /**
     * Sets the detection network.
     *
     * @param value its size
     * @return this
     */
    public Builder unet(UnetOptions value) {
      unet = value;
      return this;
    }

    /**
     * Sets the loss.
     *
     * @param value weights and focus
     * @return this
     */
    public Builder loss(SradLossOptions value) {
      loss = value;
      return this;
    }

    /**
     * Sets how anomalies are made.
     *
     * @param value the synthesis
     * @return this
     */
    public Builder synthesis(SynthesisOptions value) {
      synthesis = value;
      return this;
    }

    /**
     * Sets what is done to normal images in stage one.
     *
     * @param value flips, turns and brightness
     * @return this
     */
    public Builder augmentation(NormalAugmentation value) {
      augmentation = value;
      return this;
    }

    /**
     * Sets stage one.
     *
     * @param value length and learning rate
     * @return this
     */
    public Builder fit(StageOptions value) {
      fit = value;
      return this;
    }

    /**
     * Sets stage two.
     *
     * @param value length and learning rate
     * @return this
     */
    public Builder fineTune(StageOptions value) {
      fineTune = value;
      return this;
    }

    /**
     * Sets what is done to real images in stage two.
     *
     * @param value flips and the share of synthetic anomalies
     * @return this
     */
    public Builder fineTuneAugmentation(FineTuneAugmentation value) {
      fineTuneAugmentation = value;
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
     * Validates and builds.
     *
     * @return the options
     * @throws IllegalArgumentException if a value is out of range
     */
    public SradOptions build() {
      return new SradOptions(
          inputSize,
          inputScaling,
          encoder,
          decoder,
          unet,
          loss,
          synthesis,
          augmentation,
          fit,
          fineTune,
          fineTuneAugmentation,
          scoreWindow,
          seed);
    }
  }
}
