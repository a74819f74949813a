package org.madenet.ism;

import java.util.Objects;
import org.madenet.core.Checks;
import org.madenet.core.ImageSize;

/**
 * What decides MADE-Net beside its submodels (section 3.4). Immutable.
 *
 * @param inputSize size of the images that MADE-Net takes and of its anomaly maps; each submodel
 *     gets them resized to its own
 * @param classifier the pre-classifier
 * @param confidence the gate: a classification at or below it is not believed, and SFAD is taken;
 *     0.85 by the paper
 * @param alpha weight of the image AUROC against the pixel AP in the choice; 0.5 by the paper
 * @param priorImages how many anomalous images a submodel's mean over all categories counts as in
 *     the choice, beside a category's own; 0 by the paper. See {@link PerformanceMap#score}
 * @param paperChoices whether to choose by the paper's Table 6 in the place of what was measured
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
   * The same with the choices of the paper's Table 6.
   *
   * @return new options
   */
  public MadeNetOptions withPaperChoices() {
    return new MadeNetOptions(inputSize, classifier, confidence, alpha, priorImages, true, seed);
  }

  /**
   * The same with another seed.
   *
   * @param value any
   * @return new options
   */
  public MadeNetOptions withSeed(long value) {
    return new MadeNetOptions(
        inputSize, classifier, confidence, alpha, priorImages, paperChoices, value);
  }
}
