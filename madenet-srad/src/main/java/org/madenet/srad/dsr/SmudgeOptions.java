package org.madenet.srad.dsr;

import java.util.Objects;
import org.madenet.core.Checks;
import org.madenet.data.synthesis.PerlinMask;

/**
 * How anomalies are made in images for the third phase: blobs of one colour each.
 *
 * @param probability that a sample has an anomaly, in [0,1]; 0.5
 * @param mask where they are
 * @param minOpacity least opacity, in (0,1]; 0.2
 * @param maxOpacity largest opacity, to 1; each sample draws its own uniformly
 */
public record SmudgeOptions(
    double probability, PerlinMask mask, double minOpacity, double maxOpacity) {

  /** Checks every value. */
  public SmudgeOptions {
    Checks.probability("probability", probability);
    Objects.requireNonNull(mask, "mask");
    Checks.positive("minOpacity", minOpacity);
    Checks.probability("maxOpacity", maxOpacity);
    if (minOpacity > maxOpacity) {
      throw new IllegalArgumentException(
          "minOpacity must not be above maxOpacity, but they are %s and %s"
              .formatted(minOpacity, maxOpacity));
    }
  }
}
