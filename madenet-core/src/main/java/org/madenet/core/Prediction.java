package org.madenet.core;

import java.util.Objects;

/**
 * What a detector says of one image. Nothing downstream asks which detector said it.
 *
 * @param id the image's identifier, as it came in with the {@link ImageBatch}
 * @param anomalyMap pixel-wise scores at input resolution
 * @param score image-level anomaly score; higher is more anomalous; scores of different detectors
 *     are not comparable
 */
public record Prediction(String id, AnomalyMap anomalyMap, double score) {

  /** Checks that nothing is missing. */
  public Prediction {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(anomalyMap, "anomalyMap");
  }
}
