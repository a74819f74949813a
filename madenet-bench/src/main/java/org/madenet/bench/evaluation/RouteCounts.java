package org.madenet.bench.evaluation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.madenet.ism.Route;
import org.madenet.ism.Submodel;

/**
 * How MADE-Net served the test images of a category.
 *
 * @param images how many there are
 * @param recognised how many were taken for the category that they are of, the gate not regarded
 * @param gated how many did not pass the gate, so that the fallback scored them, or the blend for
 *     images of no known category
 * @param submodels how many each submodel scored; blended, several score an image
 */
public record RouteCounts(int images, int recognised, int gated, Map<Submodel, Integer> submodels) {

  /** Copies the map. */
  public RouteCounts {
    Map<Submodel, Integer> copy = new EnumMap<>(Submodel.class);
    copy.putAll(submodels);
    submodels = Collections.unmodifiableMap(copy);
  }

  /**
   * Counts.
   *
   * @param category the images' true category
   * @param routes one per image
   * @return the counts
   */
  static RouteCounts of(String category, List<Route> routes) {
    Map<Submodel, Integer> submodels = new EnumMap<>(Submodel.class);
    routes.forEach(
        route -> route.weights().keySet().forEach(s -> submodels.merge(s, 1, Integer::sum)));
    return new RouteCounts(
        routes.size(),
        (int) routes.stream().filter(route -> route.category().equals(category)).count(),
        (int) routes.stream().filter(Route::fallback).count(),
        submodels);
  }

  /**
   * Images that one submodel scored.
   *
   * @param submodel which
   * @return how many
   */
  public int scoredBy(Submodel submodel) {
    return submodels.getOrDefault(submodel, 0);
  }
}
