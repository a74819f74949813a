package org.madenet.bench.experiment;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.madenet.bench.table.MethodResult;
import org.madenet.bench.table.Spread;
import org.madenet.core.Stage;
import org.madenet.data.Fingerprint;
import org.madenet.ism.Submodel;

/**
 * The figures of an experiment. A method has results after a stage if every seed has them.
 *
 * @param dataset what it was measured on, as tables must call it
 * @param seeds in order
 * @param methods in the order of tables
 * @param cells what was measured
 * @param choices what MADE-Net chose for each category, by stage and seed
 */
public record ExperimentResults(
    String dataset,
    List<Long> seeds,
    List<Method> methods,
    Map<CellKey, MethodResult> cells,
    Map<CellKey, SortedMap<String, Submodel>> choices) {

  private static final String[] COLUMNS = {
    "method", "stage", "seed", "category", "metric", "value"
  };

  /** Copies the collections. */
  public ExperimentResults {
    seeds = List.copyOf(seeds);
    methods = List.copyOf(methods);
    cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
    choices = Collections.unmodifiableMap(new LinkedHashMap<>(choices));
  }

  /**
   * A method's results of all seeds.
   *
   * @param method name of the method
   * @param stage after which stage
   * @return one per seed, in their order; nothing if one is missing
   */
  public List<MethodResult> of(String method, Stage stage) {
    List<MethodResult> found = new ArrayList<>();
    for (long seed : seeds) {
      MethodResult result = cells.get(new CellKey(method, stage, seed));
      if (result == null) {
        return List.of();
      }
      found.add(result);
    }
    return found;
  }

  /**
   * The methods that have results after a stage.
   *
   * @param stage the stage
   * @param roles of the methods
   * @return in the order of tables
   */
  public List<Method> methods(Stage stage, Method.Role... roles) {
    return methods.stream()
        .filter(m -> List.of(roles).contains(m.role()) && !of(m.name(), stage).isEmpty())
        .toList();
  }

  /**
   * The categories.
   *
   * @return sorted
   */
  public List<String> categories() {
    TreeSet<String> all = new TreeSet<>();
    cells.values().forEach(r -> all.addAll(r.categories().keySet()));
    return List.copyOf(all);
  }

  /**
   * A figure of a category over the seeds.
   *
   * @param results one per seed
   * @param category the category
   * @param metric the metric's name
   * @return its spread; empty if a seed does not define it
   */
  public static Optional<Spread> figure(
      List<MethodResult> results, String category, String metric) {
    return spread(results, r -> r.figure(category, metric));
  }

  /**
   * A mean over the categories, over the seeds.
   *
   * @param results one per seed
   * @param metric the metric's name
   * @return its spread; empty if a seed does not define it
   */
  public static Optional<Spread> mean(List<MethodResult> results, String metric) {
    return spread(results, r -> r.mean(metric));
  }

  private static Optional<Spread> spread(
      List<MethodResult> results, Function<MethodResult, OptionalDouble> figure) {
    List<OptionalDouble> all = results.stream().map(figure).toList();
    if (all.isEmpty() || all.stream().anyMatch(OptionalDouble::isEmpty)) {
      return Optional.empty();
    }
    return Optional.of(Spread.of(all.stream().mapToDouble(OptionalDouble::getAsDouble).toArray()));
  }

  /**
   * Every figure in full precision, one line each: method, stage, seed, category, metric, value.
   *
   * @return lines of CSV with a heading
   */
  public String toCsv() {
    StringWriter out = new StringWriter();
    CSVFormat format =
        CSVFormat.RFC4180.builder().setRecordSeparator('\n').setHeader(COLUMNS).build();
    try (CSVPrinter csv = new CSVPrinter(out, format)) {
      for (Map.Entry<CellKey, MethodResult> cell : cells.entrySet()) {
        CellKey key = cell.getKey();
        for (Map.Entry<String, Map<String, Double>> category :
            cell.getValue().categories().entrySet()) {
          for (Map.Entry<String, Double> figure : new TreeMap<>(category.getValue()).entrySet()) {
            csv.printRecord(
                key.method(),
                key.stage(),
                key.seed(),
                category.getKey(),
                figure.getKey(),
                figure.getValue());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail", e);
    }
    return out.toString();
  }

  /** SHA-256 of {@link #toCsv}: equal results have equal ones. */
  String digest() {
    return Fingerprint.ofText(toCsv());
  }
}
