package org.madenet.bench.experiment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.madenet.bench.run.Stage;
import org.madenet.bench.table.MethodResult;
import org.madenet.bench.table.Spread;
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
    StringBuilder out = new StringBuilder("method,stage,seed,category,metric,value\n");
    cells.forEach(
        (key, result) ->
            result
                .categories()
                .forEach(
                    (category, figures) ->
                        new TreeMap<>(figures)
                            .forEach(
                                (metric, value) ->
                                    out.append(key.method())
                                        .append(',')
                                        .append(key.stage())
                                        .append(',')
                                        .append(key.seed())
                                        .append(',')
                                        .append(quoted(category))
                                        .append(',')
                                        .append(metric)
                                        .append(',')
                                        .append(value)
                                        .append('\n'))));
    return out.toString();
  }

  private static String quoted(String text) {
    return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  /** SHA-256 of {@link #toCsv}: equal results have equal ones. */
  String digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(toCsv().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
