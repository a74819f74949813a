package org.madenet.bench.evaluation;

import java.util.Objects;
import java.util.Optional;
import org.madenet.data.Sample;
import org.madenet.ism.Route;

/**
 * A test sample with its image-level anomaly score.
 *
 * @param sample the sample
 * @param score higher is more anomalous
 * @param route how MADE-Net served it; empty for other detectors
 */
public record ScoredSample(Sample sample, double score, Optional<Route> route) {

  /** Checks that nothing is missing. */
  public ScoredSample {
    Objects.requireNonNull(sample, "sample");
    Objects.requireNonNull(route, "route");
  }
}
