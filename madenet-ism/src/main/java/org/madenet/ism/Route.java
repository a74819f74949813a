package org.madenet.ism;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * How MADE-Net serves an image.
 *
 * @param category what the pre-classifier takes it for
 * @param confidence its confidence, in (0,1]; 1 where there is one category only
 * @param weights the submodels that score the image, and how much each counts; in (0,1], 1 in all.
 *     One submodel, unless they are {@linkplain MadeNetDetector#blended(double) blended}
 * @param fallback whether the confidence did not pass the gate, so that the default was taken; so
 *     it is with most images of a category that was never seen in training
 */
public record Route(
    String category, double confidence, Map<Submodel, Double> weights, boolean fallback) {

  /** Copies the weights and checks that there is one. */
  public Route {
    Objects.requireNonNull(category, "category");
    if (weights.isEmpty()) {
      throw new IllegalArgumentException("an image needs a submodel, but has none");
    }
    weights = Collections.unmodifiableMap(new EnumMap<>(weights));
  }

  /**
   * A route to one submodel.
   *
   * @param category what the image is taken for
   * @param confidence how surely
   * @param submodel what scores it
   * @param fallback whether the confidence did not pass the gate
   */
  public Route(String category, double confidence, Submodel submodel, boolean fallback) {
    this(category, confidence, Map.of(submodel, 1.0), fallback);
  }

  /**
   * The submodel that counts most.
   *
   * @return the only one, unless they are blended
   */
  public Submodel submodel() {
    return weights.entrySet().stream()
        .reduce((a, b) -> b.getValue() > a.getValue() ? b : a)
        .orElseThrow()
        .getKey();
  }
}
