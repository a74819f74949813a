package org.madenet.bench.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.madenet.core.io.PlainJson;
import org.madenet.core.metric.Metrics;

/**
 * What one method achieved on a dataset.
 *
 * @param method its name in tables
 * @param dataset what it was evaluated on, as tables must call it
 * @param categories metrics by their {@linkplain org.madenet.core.metric.Metric#name() name}, by
 *     category; a metric that is not defined is not there
 */
public record MethodResult(
    String method, String dataset, Map<String, Map<String, Double>> categories) {

  /** Copies the maps. */
  public MethodResult {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(dataset, "dataset");
    Map<String, Map<String, Double>> copy = new TreeMap<>();
    categories.forEach((category, metrics) -> copy.put(category, Map.copyOf(metrics)));
    categories = Collections.unmodifiableMap(copy);
  }

  /**
   * Reads what {@code madenet evaluate} wrote.
   *
   * @param method the method's name in tables
   * @param metrics a {@code metrics.json}
   * @return its figures
   * @throws IOException if the file cannot be read or is no such file
   */
  public static MethodResult read(String method, Path metrics) throws IOException {
    JsonNode root;
    byte[] content = Files.readAllBytes(metrics);
    try {
      root = PlainJson.parse(content);
    } catch (IOException e) {
      throw new IOException(metrics + " is " + e.getMessage(), e);
    }
    JsonNode found = root.path("categories");
    JsonNode dataset = root.path("facts").path("dataset");
    if (!found.isObject() || !dataset.isTextual()) {
      throw new IOException(metrics + " is not a metrics.json of madenet evaluate");
    }
    Map<String, Map<String, Double>> categories = new TreeMap<>();
    found
        .fields()
        .forEachRemaining(
            category -> {
              Map<String, Double> figures = new TreeMap<>();
              Metrics.all()
                  .forEach(
                      metric -> {
                        JsonNode value = category.getValue().path(metric.name());
                        if (value.isNumber()) {
                          figures.put(metric.name(), value.asDouble());
                        }
                      });
              categories.put(category.getKey(), figures);
            });
    return new MethodResult(method, dataset.asText(), categories);
  }

  /**
   * A figure.
   *
   * @param category the category
   * @param metric the metric's name
   * @return the figure, or empty if there is none
   */
  public OptionalDouble figure(String category, String metric) {
    Double value = categories.getOrDefault(category, Map.of()).get(metric);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /**
   * Mean over the categories that define a metric; each weighs the same.
   *
   * @param metric the metric's name
   * @return the mean, or empty if no category defines it
   */
  public OptionalDouble mean(String metric) {
    return categories.keySet().stream()
        .map(category -> figure(category, metric))
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average();
  }
}
