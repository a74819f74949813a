package org.madenet.ism;

import java.util.Objects;
import org.madenet.core.Prediction;

/**
 * What MADE-Net says of an image, and how it came to say so.
 *
 * @param prediction score and anomaly map
 * @param route what the image was taken for and what scored it
 */
public record RoutedPrediction(Prediction prediction, Route route) {

  /** Checks that nothing is missing. */
  public RoutedPrediction {
    Objects.requireNonNull(prediction, "prediction");
    Objects.requireNonNull(route, "route");
  }
}
