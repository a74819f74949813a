package org.madenet.ism;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.madenet.core.Checks;
import org.madenet.core.Provenance;

/**
 * What a MADE-Net's file says in JSON.
 *
 * @param format version of the file's format
 * @param provenance where it comes from
 * @param options what decided it
 * @param performanceMap what serves which category
 * @param classifier how good the pre-classifier is; null where there is one category only
 * @param calibrations by entry of a detector, to the normal images of all categories that it serves
 * @param files entries of the submodels' detectors, by category and submodel; joint detectors
 *     appear several times
 * @param temperature at which submodels are blended; null, and not in the file, where one is chosen
 */
record MadeNetContent(
    int format,
    Provenance provenance,
    MadeNetOptions options,
    PerformanceMap performanceMap,
    ClassifierReport classifier,
    SortedMap<String, SubmodelCalibration> calibrations,
    SortedMap<String, Map<Submodel, String>> files,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double temperature) {

  static final int FORMAT = 3;

  /**
   * What a file of this format says where one submodel is chosen for each image.
   *
   * @param classifier how good the pre-classifier is; empty where there is one category only
   */
  static MadeNetContent of(
      Provenance provenance,
      MadeNetOptions options,
      PerformanceMap performanceMap,
      Optional<ClassifierReport> classifier,
      SortedMap<String, SubmodelCalibration> calibrations,
      SortedMap<String, Map<Submodel, String>> files) {
    return new MadeNetContent(
        FORMAT,
        provenance,
        options,
        performanceMap,
        classifier.orElse(null),
        calibrations,
        files,
        null);
  }

  MadeNetContent {
    Objects.requireNonNull(provenance, "provenance");
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(performanceMap, "performanceMap");
    files = copy(files);
    Set<String> entries = entries(files);
    SortedMap<String, SubmodelCalibration> used = new TreeMap<>(calibrations);
    used.keySet().retainAll(entries);
    calibrations = Collections.unmodifiableSortedMap(used);
    if (!calibrations.keySet().equals(entries)
        || !List.copyOf(files.keySet()).equals(performanceMap.categories())) {
      throw new IllegalArgumentException(
          "detectors %s for %s, calibrations for %s, choices for %s"
              .formatted(
                  entries, files.keySet(), calibrations.keySet(), performanceMap.categories()));
    }
  }

  private static Set<String> entries(SortedMap<String, Map<Submodel, String>> files) {
    Set<String> entries = new HashSet<>();
    files.values().forEach(row -> entries.addAll(row.values()));
    return entries;
  }

  private static <T> SortedMap<String, Map<Submodel, T>> copy(
      SortedMap<String, Map<Submodel, T>> map) {
    SortedMap<String, Map<Submodel, T>> copy = new TreeMap<>();
    map.forEach((category, row) -> copy.put(category, new EnumMap<>(row)));
    return Collections.unmodifiableSortedMap(copy);
  }

  /** The same without one submodel. */
  MadeNetContent without(Submodel submodel) {
    return new MadeNetContent(
        format,
        provenance,
        options,
        performanceMap.without(submodel),
        classifier,
        calibrations,
        without(files, submodel),
        temperature);
  }

  private static <T> SortedMap<String, Map<Submodel, T>> without(
      SortedMap<String, Map<Submodel, T>> map, Submodel submodel) {
    SortedMap<String, Map<Submodel, T>> rest = copy(map);
    rest.values().forEach(row -> row.remove(submodel));
    return rest;
  }

  /** The same with all submodels for everything. */
  MadeNetContent blended(double blend) {
    Checks.positive("temperature", blend);
    return new MadeNetContent(
        format, provenance, options, performanceMap, classifier, calibrations, files, blend);
  }

  /** The same with one submodel for everything. */
  MadeNetContent always(Submodel submodel) {
    MadeNetContent left = this;
    for (Submodel other : files.get(files.firstKey()).keySet()) {
      if (other != submodel) {
        left = left.without(other);
      }
    }
    return left;
  }

  /** The same for one category, which needs no classifier. */
  MadeNetContent only(String category) {
    return new MadeNetContent(
        format,
        provenance,
        options,
        performanceMap.only(category),
        null,
        calibrations,
        PerformanceMap.row(files, category),
        temperature);
  }

  /** Names of the archive's entries that it needs, beside itself. */
  Set<String> parts() {
    Set<String> parts = entries(files);
    if (report().isPresent()) {
      parts.add(MadeNetFile.CLASSIFIER);
    }
    return parts;
  }

  Optional<ClassifierReport> report() {
    return Optional.ofNullable(classifier);
  }

  OptionalDouble blend() {
    return temperature == null ? OptionalDouble.empty() : OptionalDouble.of(temperature);
  }

  /** How an image is served that the pre-classifier takes for a category. */
  Route route(CategoryGuess guess) {
    boolean several = performanceMap.categories().size() > 1;
    boolean fallback = several && guess.confidence() <= options.confidence();
    return new Route(
        guess.category(), guess.confidence(), weights(guess.category(), fallback), fallback);
  }

  /** All routes that there can be. */
  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (String category : performanceMap.categories()) {
      routes.add(route(new CategoryGuess(category, 1)));
      if (performanceMap.categories().size() > 1) {
        routes.add(new Route(category, 0, weights(category, true), true));
      }
    }
    return routes;
  }

  private Map<Submodel, Double> weights(String category, boolean fallback) {
    if (blend().isPresent()) {
      double at = blend().getAsDouble();
      return fallback ? performanceMap.weights(at) : performanceMap.weights(category, at);
    }
    return Map.of(fallback ? fallback() : performanceMap.choices().get(category), 1.0);
  }

  /** The submodel for where nothing is sure: SFAD, or the first of those that there are. */
  private Submodel fallback() {
    Map<Submodel, String> row = files.get(files.firstKey());
    return row.containsKey(Submodel.SFAD) ? Submodel.SFAD : row.keySet().iterator().next();
  }
}
