package org.madenet.bench.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.madenet.core.metric.Costs;
import org.madenet.core.metric.Metric;
import org.madenet.data.Problem;
import org.madenet.data.mini.MiniGenerator;

/**
 * The evaluation of a run.
 *
 * @param categories results, at least one, sorted by category
 * @param facts what there is to know about how they came about, for people and files
 * @param selection what MADE-Net chose; empty for other detectors
 * @param costs what mistakes cost, for operating points; empty if nobody said
 */
public record EvaluationReport(
    List<CategoryResult> categories,
    Map<String, String> facts,
    Optional<Selection> selection,
    Optional<Costs> costs) {

  /** Checks that there is a result. */
  public EvaluationReport {
    categories = List.copyOf(categories);
    if (categories.isEmpty()) {
      throw new IllegalArgumentException("an evaluation needs at least one category");
    }
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    Objects.requireNonNull(selection, "selection");
    Objects.requireNonNull(costs, "costs");
  }

  /**
   * The evaluation of a run that chooses nothing.
   *
   * @param categories results, at least one, sorted by category
   * @param facts what there is to know about how they came about
   */
  public EvaluationReport(List<CategoryResult> categories, Map<String, String> facts) {
    this(categories, facts, Optional.empty(), Optional.empty());
  }

  /**
   * What everybody who sees the figures has to know.
   *
   * @return a sentence if the images are synthetic, else empty
   */
  public Optional<String> notice() {
    return notice(dataset());
  }

  /**
   * The same for figures that are in no report.
   *
   * @param dataset what they are of
   * @return a sentence if the images are synthetic, else empty
   */
  public static Optional<String> notice(String dataset) {
    return MiniGenerator.LABEL.equals(dataset)
        ? Optional.of(
            "The images are "
                + MiniGenerator.LABEL
                + ", rendered and not photographed: the figures say nothing about real factories.")
        : Optional.empty();
  }

  /**
   * What everybody has to know who sees figures of data that have images in both parts.
   *
   * @param problems of the dataset
   * @return a sentence if images are in both parts, else empty
   */
  public static Optional<String> copies(List<Problem> problems) {
    long copies =
        problems.stream().filter(p -> p.kind() == Problem.Kind.DUPLICATE_ACROSS_SPLITS).count();
    return copies == 0
        ? Optional.empty()
        : Optional.of(
            "%d image%s in the training part and in the test part, by content: the figures flatter. madenet audit lists them."
                .formatted(copies, copies == 1 ? " is" : "s are"));
  }

  /**
   * What the detectors were evaluated on.
   *
   * @return the dataset's name; empty text if the facts do not tell
   */
  public String dataset() {
    return facts.getOrDefault("dataset", "");
  }

  /**
   * Mean of a metric over the categories that define it; each category weighs the same.
   *
   * @param metric the metric
   * @return the mean; empty if no category defines it
   */
  public OptionalDouble mean(Metric metric) {
    return categories.stream()
        .map(c -> metric.of(c.evaluation()))
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average();
  }

  /**
   * One colour scale for all heat maps of the report.
   *
   * @return covers the scales of all categories
   */
  public MapScale scale() {
    return MapScale.covering(categories.stream().map(CategoryResult::scale).toList());
  }
}
