package org.madenet.ism;

import java.util.Objects;
import org.madenet.core.Checks;
import org.madenet.core.ImageSize;
import org.madenet.core.io.PlainJson;

/**
 * What decides MADE-Net beside its submodels (section 3.4). Immutable and validated; {@link
 * MadeNetPresets} holds good starting points.
 *
 * @param inputSize size of the images that MADE-Net takes and of its anomaly maps; each submodel
 *     gets them resized to its own
 * @param classifier the pre-classifier
 * @param confidence the gate: a classification at or below it is not believed, and SFAD is taken;
 *     0.85 by the paper
 * @param alpha weight of the image AUROC against the pixel AP in the choice; 0.5 by the paper
 * @param priorImages how many anomalous images a submodel's mean over all categories counts as in
 *     the choice, beside a category's own; 0 by the paper. See {@link PerformanceMap#score}
 * @param paperChoices whether to choose by the paper's Table 6 instead of what was measured
 * @param seed the one seed of all randomness
 */
public record MadeNetOptions(
    ImageSize inputSize,
    ClassifierOptions classifier,
    double confidence,
    double alpha,
    double priorImages,
    boolean paperChoices,
    long seed) {

  /** Checks every value. */
  public MadeNetOptions {
    Objects.requireNonNull(inputSize, "inputSize");
    Objects.requireNonNull(classifier, "classifier");
    Checks.probability("confidence", confidence);
    Checks.probability("alpha", alpha);
    Checks.notNegative("priorImages", priorImages);
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
  public static MadeNetOptions fromJson(String json) {
    return PlainJson.fromText(json, MadeNetOptions.class);
  }

  /** Changes single values of existing options. Not safe for use by several threads. */
  public static final class Builder {
    private ImageSize inputSize;
    private ClassifierOptions classifier;
    private double confidence;
    private double alpha;
    private double priorImages;
    private boolean paperChoices;
    private long seed;

    private Builder(MadeNetOptions from) {
      inputSize = from.inputSize;
      classifier = from.classifier;
      confidence = from.confidence;
      alpha = from.alpha;
      priorImages = from.priorImages;
      paperChoices = from.paperChoices;
      seed = from.seed;
    }

    /**
     * Sets the size of images and maps.
     *
     * @param value height and width
     * @return this
     */
    public Builder inputSize(ImageSize value) {
      inputSize = value;
      return this;
    }

    /**
     * Sets the pre-classifier.
     *
     * @param value its size and training
     * @return this
     */
    public Builder classifier(ClassifierOptions value) {
      classifier = value;
      return this;
    }

    /**
     * Sets the gate.
     *
     * @param value a classification at or below it is not believed, in [0,1]
     * @return this
     */
    public Builder confidence(double value) {
      confidence = value;
      return this;
    }

    /**
     * Sets the weight of the image AUROC against the pixel AP in the choice.
     *
     * @param value in [0,1]
     * @return this
     */
    public Builder alpha(double value) {
      alpha = value;
      return this;
    }

    /**
     * Sets how many anomalous images the mean over all categories counts as.
     *
     * @param value at least 0
     * @return this
     */
    public Builder priorImages(double value) {
      priorImages = value;
      return this;
    }

    /**
     * Sets whether to choose by the paper's Table 6.
     *
     * @param value false to choose by what was measured
     * @return this
     */
    public Builder paperChoices(boolean value) {
      paperChoices = value;
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
     * Validates and builds.
     *
     * @return the options
     * @throws IllegalArgumentException if a value is out of range
     */
    public MadeNetOptions build() {
      return new MadeNetOptions(
          inputSize, classifier, confidence, alpha, priorImages, paperChoices, seed);
    }
  }
}
