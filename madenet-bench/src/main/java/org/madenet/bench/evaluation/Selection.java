package org.madenet.bench.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.madenet.ism.CategoryGuess;
import org.madenet.ism.ClassifierReport;
import org.madenet.ism.MadeNetDetector;
import org.madenet.ism.PerformanceMap;
import org.madenet.ism.Route;
import org.madenet.ism.Submodel;

/**
 * What MADE-Net chose, by which figures, and where the test images went.
 *
 * @param map the figures of the validation part and the choices
 * @param submodels what it could choose from
 * @param paperChoices the categories whose choice is by the paper's Table 6 instead of the figures;
 *     none where the figures decide all
 * @param temperature at which submodels are blended; empty where one is chosen
 * @param gate confidence that a classification must exceed
 * @param validation the classifier on the validation part; empty where there is one category only
 * @param test the classifier on the test images of categories that it knows; empty if there is none
 *     of either
 * @param routes by the images' true category, which need not be one that MADE-Net knows
 */
public record Selection(
    PerformanceMap map,
    List<Submodel> submodels,
    List<String> paperChoices,
    OptionalDouble temperature,
    double gate,
    Optional<ClassifierReport> validation,
    Optional<ClassifierReport> test,
    SortedMap<String, RouteCounts> routes) {

  /** Copies the collections. */
  public Selection {
    Objects.requireNonNull(map, "map");
    submodels = List.copyOf(submodels);
    paperChoices = List.copyOf(paperChoices);
    routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
  }

  /**
   * Gathers what the evaluation of a MADE-Net has recorded.
   *
   * @param made what was evaluated
   * @param results of every category
   * @return the selection
   */
  public static Selection of(MadeNetDetector made, List<CategoryResult> results) {
    List<String> known = made.performanceMap().categories();
    List<String> truths = new ArrayList<>();
    List<CategoryGuess> guesses = new ArrayList<>();
    SortedMap<String, RouteCounts> counts = new TreeMap<>();
    for (CategoryResult result : results) {
      List<Route> routes = result.scores().stream().flatMap(s -> s.route().stream()).toList();
      counts.put(result.category(), RouteCounts.of(result.category(), routes));
      if (known.contains(result.category())) {
        for (Route route : routes) {
          truths.add(result.category());
          guesses.add(new CategoryGuess(route.category(), route.confidence()));
        }
      }
    }
    double gate = made.options().confidence();
    boolean judged = made.classifierReport().isPresent() && !truths.isEmpty();
    return new Selection(
        made.performanceMap(),
        made.submodels(),
        made.options().paperChoices() ? made.performanceMap().chosenAsInPaper() : List.of(),
        made.temperature(),
        gate,
        made.classifierReport(),
        judged ? Optional.of(ClassifierReport.of(known, truths, guesses, gate)) : Optional.empty(),
        counts);
  }

  /**
   * Test images that did not pass the gate.
   *
   * @return of all categories together
   */
  public int gated() {
    return routes.values().stream().mapToInt(RouteCounts::gated).sum();
  }

  /**
   * Test images.
   *
   * @return of all categories together
   */
  public int images() {
    return routes.values().stream().mapToInt(RouteCounts::images).sum();
  }

  /**
   * Test images that one submodel scored.
   *
   * @param submodel which
   * @return of all categories together
   */
  public int scoredBy(Submodel submodel) {
    return routes.values().stream().mapToInt(counts -> counts.scoredBy(submodel)).sum();
  }
}
