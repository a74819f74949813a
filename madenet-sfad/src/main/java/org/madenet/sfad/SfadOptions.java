package org.madenet.sfad;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.madenet.core.Checks;
import org.madenet.core.ImageSize;
import org.madenet.core.io.PlainJson;

/**
 * Everything that decides the result of an SFAD training, apart from the data and the backbone's
 * weights. Immutable and validated; {@link SfadPresets} holds good starting points.
 *
 * @param inputSize size of the images
 * @param features which features describe a cell
 * @param fused further frozen backbones, none by the paper's section 3.2: their descriptors are
 *     resized to the grid of {@code features} and appended, cell by cell, and all are scaled alike;
 *     {@link FeatureOptions#on} makes options for a backbone that LPD trained (section 3.3.3)
 * @param adaptorWidth channels C' after the adaptor, equation (8)
 * @param adaptorStart the adaptor before training
 * @param whiteningRidge least ridge that {@link AdaptorStart#WHITENING} adds to each variance, in
 *     units of the scaled features; held-out normal images choose between it, ten times and a
 *     hundred times that, and few training images want a larger one
 * @param discriminatorWidth hidden width of the discriminator
 * @param noiseMean mu of equation (10)
 * @param noiseSigma sigma of equation (10), in units of the adapted features; in stage two, where a
 *     square adaptor that does not learn moves into the hidden layer, of the scaled features
 * @param positiveMargin tau+ of equation (11): normal cells should score at least this
 * @param negativeMargin tau- of equation (11): anomalous cells should score at most this
 * @param fit stage one, unsupervised
 * @param fineTune stage two, supervised
 * @param supervisedWeights what counts how much in stage two
 * @param guardCells in stage two, distance in cells up to which cells near a mask are left out; the
 *     descriptors there see the defect too, and calling them normal unlearns small defects
 * @param smoothingSigma standard deviation of the map's Gaussian, in pixels of the input
 * @param featureMemoryBytes heap for the cached features of a training; what is beyond goes to a
 *     temporary file. Does not change results
 * @param seed the one seed of initial weights, order and noise
 */
public record SfadOptions(
    ImageSize inputSize,
    FeatureOptions features,
    List<FeatureOptions> fused,
    int adaptorWidth,
    AdaptorStart adaptorStart,
    double whiteningRidge,
    int discriminatorWidth,
    double noiseMean,
    double noiseSigma,
    double positiveMargin,
    double negativeMargin,
    SfadStageOptions fit,
    SfadStageOptions fineTune,
    SupervisedWeights supervisedWeights,
    int guardCells,
    double smoothingSigma,
    long featureMemoryBytes,
    long seed) {

  /** Checks every value. */
  public SfadOptions {
    Objects.requireNonNull(inputSize, "inputSize");
    Objects.requireNonNull(features, "features");
    // Files from before fusion was possible lack the field.
    fused = fused == null ? List.of() : List.copyOf(fused);
    for (FeatureOptions part : fused) {
      if (part.scaling() != features.scaling()) {
        throw new IllegalArgumentException(
            "all features are scaled alike, but those of %s say %s and the fused ones of %s %s; FeatureOptions.on gives options that agree"
                .formatted(
                    features.backbone(), features.scaling(), part.backbone(), part.scaling()));
      }
    }
    Objects.requireNonNull(fit, "fit");
    Objects.requireNonNull(fineTune, "fineTune");
    Checks.positive("adaptorWidth", adaptorWidth);
    Objects.requireNonNull(adaptorStart, "adaptorStart");
    Checks.positive("whiteningRidge", whiteningRidge);
    Checks.positive("discriminatorWidth", discriminatorWidth);
    Checks.finite("noiseMean", noiseMean);
    Checks.positive("noiseSigma", noiseSigma);
    Checks.finite("positiveMargin", positiveMargin);
    Checks.finite("negativeMargin", negativeMargin);
    if (positiveMargin <= negativeMargin) {
      throw new IllegalArgumentException(
          "positiveMargin must be above negativeMargin, but they are %s and %s"
              .formatted(positiveMargin, negativeMargin));
    }
    Objects.requireNonNull(supervisedWeights, "supervisedWeights");
    Checks.notNegative("guardCells", guardCells);
    Checks.notNegative("smoothingSigma", smoothingSigma);
    Checks.notNegative("featureMemoryBytes", featureMemoryBytes);
  }

  /** The features of every backbone, those of {@link #features} first. */
  List<FeatureOptions> parts() {
    return Stream.concat(Stream.of(features), fused.stream()).toList();
  }

  SfadLoss loss() {
    return new SfadLoss((float) positiveMargin, (float) negativeMargin);
  }

  FeatureNoise noise() {
    return new FeatureNoise(noiseMean, noiseSigma);
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
  public static SfadOptions fromJson(String json) {
    return PlainJson.fromText(json, SfadOptions.class);
  }

  /** Changes single values of existing options. Not safe for use by several threads. */
  public static final class Builder {
    private ImageSize inputSize;
    private FeatureOptions features;
    private List<FeatureOptions> fused;
    private int adaptorWidth;
    private AdaptorStart adaptorStart;
    private double whiteningRidge;
    private int discriminatorWidth;
    private double noiseMean;
    private double noiseSigma;
    private double positiveMargin;
    private double negativeMargin;
    private SfadStageOptions fit;
    private SfadStageOptions fineTune;
    private SupervisedWeights supervisedWeights;
    private int guardCells;
    private double smoothingSigma;
    private long featureMemoryBytes;
    private long seed;

    private Builder(SfadOptions from) {
      inputSize = from.inputSize;
      features = from.features;
      fused = from.fused;
      adaptorWidth = from.adaptorWidth;
      adaptorStart = from.adaptorStart;
      whiteningRidge = from.whiteningRidge;
      discriminatorWidth = from.discriminatorWidth;
      noiseMean = from.noiseMean;
      noiseSigma = from.noiseSigma;
      positiveMargin = from.positiveMargin;
      negativeMargin = from.negativeMargin;
      fit = from.fit;
      fineTune = from.fineTune;
      supervisedWeights = from.supervisedWeights;
      guardCells = from.guardCells;
      smoothingSigma = from.smoothingSigma;
      featureMemoryBytes = from.featureMemoryBytes;
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
     * Sets the features.
     *
     * @param value which features describe a cell
     * @return this
     */
    public Builder features(FeatureOptions value) {
      features = value;
      return this;
    }

    /**
     * Sets the further backbones.
     *
     * @param value which features of each are appended; empty for none
     * @return this
     */
    public Builder fused(List<FeatureOptions> value) {
      fused = List.copyOf(value);
      return this;
    }

    /**
     * Sets the width of the adaptor.
     *
     * @param value channels, positive
     * @return this
     */
    public Builder adaptorWidth(int value) {
      adaptorWidth = value;
      return this;
    }

    /**
     * Sets what the adaptor is before training.
     *
     * @param value the start
     * @param ridge added to each variance by {@link AdaptorStart#WHITENING}, positive
     * @return this
     */
    public Builder adaptorStart(AdaptorStart value, double ridge) {
      adaptorStart = value;
      whiteningRidge = ridge;
      return this;
    }

    /**
     * Sets the hidden width of the discriminator.
     *
     * @param value channels, positive
     * @return this
     */
    public Builder discriminatorWidth(int value) {
      discriminatorWidth = value;
      return this;
    }

    /**
     * Sets the noise of equation (10).
     *
     * @param mean mu
     * @param sigma standard deviation, positive
     * @return this
     */
    public Builder noise(double mean, double sigma) {
      noiseMean = mean;
      noiseSigma = sigma;
      return this;
    }

    /**
     * Sets the margins of equation (11).
     *
     * @param positive tau+, above {@code negative}
     * @param negative tau-
     * @return this
     */
    public Builder margins(double positive, double negative) {
      positiveMargin = positive;
      negativeMargin = negative;
      return this;
    }

    /**
     * Sets stage one.
     *
     * @param value length and learning rates
     * @return this
     */
    public Builder fit(SfadStageOptions value) {
      fit = value;
      return this;
    }

    /**
     * Sets stage two.
     *
     * @param value length and learning rates
     * @return this
     */
    public Builder fineTune(SfadStageOptions value) {
      fineTune = value;
      return this;
    }

    /**
     * Sets what counts how much in stage two.
     *
     * @param value the weights
     * @return this
     */
    public Builder supervisedWeights(SupervisedWeights value) {
      supervisedWeights = value;
      return this;
    }

    /**
     * Sets how far from a mask cells are left out in stage two.
     *
     * @param value distance in cells, at least 0
     * @return this
     */
    public Builder guardCells(int value) {
      guardCells = value;
      return this;
    }

    /**
     * Sets the smoothing of the map.
     *
     * @param value standard deviation in pixels, 0 for none
     * @return this
     */
    public Builder smoothingSigma(double value) {
      smoothingSigma = value;
      return this;
    }

    /**
     * Sets the heap for cached features.
     *
     * @param value bytes, at least 0
     * @return this
     */
    public Builder featureMemoryBytes(long value) {
      featureMemoryBytes = value;
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
    public SfadOptions build() {
      return new SfadOptions(
          inputSize,
          features,
          fused,
          adaptorWidth,
          adaptorStart,
          whiteningRidge,
          discriminatorWidth,
          noiseMean,
          noiseSigma,
          positiveMargin,
          negativeMargin,
          fit,
          fineTune,
          supervisedWeights,
          guardCells,
          smoothingSigma,
          featureMemoryBytes,
          seed);
    }
  }
}
