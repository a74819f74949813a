package org.madenet.bench.evaluation;

import java.util.List;
import java.util.Optional;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.ImageBatch;
import org.madenet.core.Prediction;
import org.madenet.ism.MadeNetDetector;
import org.madenet.ism.ResizingDetector;
import org.madenet.ism.Route;

/**
 * A prediction of any detector.
 *
 * @param prediction score and anomaly map
 * @param route how it came about; empty for detectors that do not choose
 */
record Served(Prediction prediction, Optional<Route> route) {

  /** Predicts a batch of any size, in its order; routes are known for MADE-Net's own size. */
  static List<Served> of(AnomalyDetector detector, ImageBatch batch) {
    if (detector instanceof MadeNetDetector made && batch.imageSize().equals(made.inputSize())) {
      return made.predictRouted(batch).stream()
          .map(routed -> new Served(routed.prediction(), Optional.of(routed.route())))
          .toList();
    }
    return ResizingDetector.predict(detector, batch).stream()
        .map(prediction -> new Served(prediction, Optional.empty()))
        .toList();
  }
}
