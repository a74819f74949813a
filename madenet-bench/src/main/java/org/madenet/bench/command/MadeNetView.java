package org.madenet.bench.command;

import java.util.function.UnaryOperator;
import org.madenet.ism.MadeNetDetector;
import org.madenet.ism.Submodel;

/**
 * How the options say that a MADE-Net be used.
 *
 * @param title what is added to its name
 * @param selects whether what serves an image still depends on what it shows
 * @param of the detector on the same file
 */
record MadeNetView(String title, boolean selects, UnaryOperator<MadeNetDetector> of) {

  /** One submodel for all images. */
  static MadeNetView always(Submodel submodel) {
    return new MadeNetView(", always " + submodel, false, made -> made.always(submodel));
  }

  /** All submodels for each image. */
  static MadeNetView blended(double temperature) {
    return new MadeNetView(", blended at " + temperature, true, made -> made.blended(temperature));
  }
}
