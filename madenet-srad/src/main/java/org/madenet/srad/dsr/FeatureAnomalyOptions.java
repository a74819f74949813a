package org.madenet.srad.dsr;

import java.util.Objects;
import org.madenet.core.Checks;
import org.madenet.data.synthesis.PerlinMask;

/**
 * How anomalies are made in the space of the codes (DSR, section 3.2).
 *
 * @param probability that a sample has an anomaly, in [0,1]; 0.5
 * @param mask where they are
 * @param minStrength least anomaly strength, above {@code skipped}; 0.2. A strength s draws from
 *     the share s of the codes that are nearest to a feature
 * @param maxStrength largest anomaly strength, to 1; each sample and level draws its own uniformly
 * @param skipped share of the nearest codes that are never drawn, in [0,1): they would look the
 *     same; 0.05
 */
public record FeatureAnomalyOptions(
    double probability, PerlinMask mask, double minStrength, double maxStrength, double skipped) {

  /** Checks every value. */
  public FeatureAnomalyOptions {
    Checks.probability("probability", probability);
    Objects.requireNonNull(mask, "mask");
    Checks.probability("minStrength", minStrength);
    Checks.probability("maxStrength", maxStrength);
    Checks.probability("skipped", skipped);
    if (!(skipped < minStrength && minStrength <= maxStrength)) {
      throw new IllegalArgumentException(
          "skipped < minStrength <= maxStrength must hold, but they are %s, %s and %s"
              .formatted(skipped, minStrength, maxStrength));
    }
  }

  /** The first rank of codes, counted from the nearest, that may be drawn. */
  int firstRank(int codes) {
    return (int) (skipped * codes);
  }

  /** One more than the last rank that may be drawn with a strength. */
  int endRank(int codes, double strength) {
    int nearest = Math.max(1, Math.min((int) (strength * codes) + 1, codes - 1));
    return Math.max(nearest, firstRank(codes) + 1);
  }
}
