package org.madenet.ism;

import java.util.Objects;
import org.madenet.core.AnomalyMap;
import org.madenet.core.Prediction;

/**
 * Calibrates the predictions of one detector of a submodel.
 *
 * @param score of the image
 * @param pixels of the anomaly map
 */
public record SubmodelCalibration(MonotoneCalibration score, MonotoneCalibration pixels) {

  /** Checks that nothing is missing. */
  public SubmodelCalibration {
    Objects.requireNonNull(score, "score");
    Objects.requireNonNull(pixels, "pixels");
  }

  /**
   * Calibrates a prediction.
   *
   * @param prediction the submodel's
   * @return another, in standard deviations of normal images and normal pixels
   */
  public Prediction apply(Prediction prediction) {
    return new Prediction(
        prediction.id(),
        new AnomalyMap(
            prediction.anomalyMap().size(), pixels.apply(prediction.anomalyMap().values())),
        score.apply(prediction.score()));
  }
}
