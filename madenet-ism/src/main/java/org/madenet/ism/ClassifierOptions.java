package org.madenet.ism;

import java.util.Objects;
import org.madenet.core.Checks;
import org.madenet.core.ImageSize;
import org.madenet.core.backbone.Backbone;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.backbone.Backbones;
import org.madenet.core.io.PlainJson;
import org.madenet.core.train.StageOptions;
import org.madenet.data.synthesis.NormalAugmentation;

/**
 * The pre-classifier (section 3.4, stage 1) and its training. Immutable.
 *
 * @param inputSize images are resized to it; square, and one that the backbone {@linkplain
 *     Backbone#requireSize takes}
 * @param backbone a name in {@link Backbones}; {@code efficientnet_b4} by the paper
 * @param embeddedWeights whether it starts with the ImageNet weights that come with madenet, which
 *     exist for {@code efficientnet_lite0} only; otherwise from scratch, unless the trainer is
 *     given weights
 * @param dropout probability with which a pooled feature is dropped in training, in [0,1)
 * @param classWeights whether rare categories weigh more in the loss: by their share's inverse
 * @param augmentation changes of the images in training
 * @param training how long and how fast it trains
 */
public record ClassifierOptions(
    ImageSize inputSize,
    String backbone,
    boolean embeddedWeights,
    double dropout,
    boolean classWeights,
    NormalAugmentation augmentation,
    StageOptions training) {

  /** Checks every value. */
  public ClassifierOptions {
    Objects.requireNonNull(inputSize, "inputSize");
    Checks.probability("dropout", dropout);
    Objects.requireNonNull(augmentation, "augmentation");
    Objects.requireNonNull(training, "training");
    Backbone network = Backbones.named(backbone);
    if (inputSize.height() != inputSize.width()) {
      throw new IllegalArgumentException("inputSize must be square, but is " + inputSize);
    }
    network.requireSize(inputSize, ClassifierNetwork.taps(network));
    if (dropout == 1) {
      throw new IllegalArgumentException("dropout must be below 1");
    }
    if (embeddedWeights) {
      BackboneWeights.requireEmbedded(
          network,
          "set embeddedWeights to false, and give its weights to the trainer or start from scratch");
    }
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
  public static ClassifierOptions fromJson(String json) {
    return PlainJson.fromText(json, ClassifierOptions.class);
  }

  /** Changes single values of existing options. Not safe for use by several threads. */
  public static final class Builder {
    private ImageSize inputSize;
    private String backbone;
    private boolean embeddedWeights;
    private double dropout;
    private boolean classWeights;
    private NormalAugmentation augmentation;
    private StageOptions training;

    private Builder(ClassifierOptions from) {
      inputSize = from.inputSize;
      backbone = from.backbone;
      embeddedWeights = from.embeddedWeights;
      dropout = from.dropout;
      classWeights = from.classWeights;
      augmentation = from.augmentation;
      training = from.training;
    }

    /**
     * Sets the size of the images.
     *
     * @param value height and width, which are equal
     * @return this
     */
    public Builder inputSize(ImageSize value) {
      inputSize = value;
      return this;
    }

    /**
     * Sets the backbone.
     *
     * @param value a name in {@link Backbones}
     * @return this
     */
    public Builder backbone(String value) {
      backbone = value;
      return this;
    }

    /**
     * Sets whether the backbone starts with the weights that come with madenet.
     *
     * @param value false to start from scratch
     * @return this
     */
    public Builder embeddedWeights(boolean value) {
      embeddedWeights = value;
      return this;
    }

    /**
     * Sets the probability with which a pooled feature is dropped.
     *
     * @param value in [0,1)
     * @return this
     */
    public Builder dropout(double value) {
      dropout = value;
      return this;
    }

    /**
     * Sets whether rare categories weigh more in the loss.
     *
     * @param value false to weigh all images alike
     * @return this
     */
    public Builder classWeights(boolean value) {
      classWeights = value;
      return this;
    }

    /**
     * Sets what is done to images in training.
     *
     * @param value flips, turns and brightness
     * @return this
     */
    public Builder augmentation(NormalAugmentation value) {
      augmentation = value;
      return this;
    }

    /**
     * Sets the training.
     *
     * @param value length and learning rate
     * @return this
     */
    public Builder training(StageOptions value) {
      training = value;
      return this;
    }

    /**
     * Validates and builds.
     *
     * @return the options
     * @throws IllegalArgumentException if a value is out of range
     */
    public ClassifierOptions build() {
      return new ClassifierOptions(
          inputSize, backbone, embeddedWeights, dropout, classWeights, augmentation, training);
    }
  }
}
