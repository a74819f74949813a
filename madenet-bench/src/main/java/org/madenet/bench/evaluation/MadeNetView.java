package org.madenet.bench.evaluation;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.madenet.ism.MadeNetDetector;
import org.madenet.ism.Submodel;

/**
 * How a MADE-Net is used, where not as it was made.
 *
 * @param title what is added to its name
 * @param selects whether what serves an image still depends on what it shows
 * @param of the detector on the same file
 */
public record MadeNetView(String title, boolean selects, UnaryOperator<MadeNetDetector> of) {

  /** Checks that nothing is missing. */
  public MadeNetView {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(of, "of");
  }

  /**
   * One submodel for all images.
   *
   * @param submodel which
   * @return the view
   */
  public static MadeNetView always(Submodel submodel) {
    return new MadeNetView(", always " + submodel, false, made -> made.always(submodel));
  }

  /**
   * One submodel left out.
   *
   * @param submodel which
   * @return the view
   */
  public static MadeNetView without(Submodel submodel) {
    return new MadeNetView(", without " + submodel, true, made -> made.without(submodel));
  }

  /**
   * All submodels for each image.
   *
   * @param temperature of blending, above 0
   * @return the view
   */
  public static MadeNetView blended(double temperature) {
    return new MadeNetView(", blended at " + temperature, true, made -> made.blended(temperature));
  }

  /**
   * Images of one category.
   *
   * @param category which
   * @return the view
   */
  public static MadeNetView ofCategory(String category) {
    return new MadeNetView(", told " + category, false, made -> made.ofCategory(category));
  }

  /**
   * Opens the view instead of the whole.
   *
   * @param whole closed in any case
   * @return the view of it, to be closed by the caller
   * @throws IllegalArgumentException if there is no such view of it
   */
  public MadeNetDetector open(MadeNetDetector whole) {
    try (whole) {
      return of.apply(whole);
    }
  }
}
