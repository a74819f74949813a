package org.madenet.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;
import org.madenet.core.io.AtomicFiles;

/**
 * Draws a result file of JMH: a bar per benchmark and its parameters, a colour per batch size, with
 * the errors that JMH reports.
 */
public final class BenchmarkChart {

  private static final int WIDTH = 1100;
  private static final int HEIGHT = 620;
  private static final int LABEL_DEGREES = 30;
  private static final String BATCH = "batch";

  private BenchmarkChart() {}

  private record Bar(String name, String series, double score, double error, String unit) {}

  /**
   * Draws a chart.
   *
   * @param results what {@code -rf json} wrote
   * @param file a PNG; replaced if it exists
   * @throws IOException if the results cannot be read, are none, or mix units
   */
  public static void write(Path results, Path file) throws IOException {
    List<Bar> bars = read(results);
    Set<String> names = new LinkedHashSet<>();
    Set<String> series = new LinkedHashSet<>();
    Set<String> units = new LinkedHashSet<>();
    Map<String, Map<String, Bar>> bySeries = new LinkedHashMap<>();
    for (Bar bar : bars) {
      names.add(bar.name());
      series.add(bar.series());
      units.add(bar.unit());
      bySeries.computeIfAbsent(bar.series(), s -> new LinkedHashMap<>()).put(bar.name(), bar);
    }
    if (units.size() != 1) {
      throw new IOException(
          "%s has figures in %s; one chart shows one unit: run benchmarks of one kind"
              .formatted(results, String.join(" and ", units)));
    }
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .yAxisTitle(units.iterator().next())
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisLabelRotation(LABEL_DEGREES);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setLegendVisible(series.size() > 1);
    for (String each : series) {
      List<Double> scores = new ArrayList<>();
      List<Double> errors = new ArrayList<>();
      for (String name : names) {
        Bar bar = bySeries.get(each).get(name);
        scores.add(bar == null ? null : bar.score());
        errors.add(bar == null || !Double.isFinite(bar.error()) ? 0 : bar.error());
      }
      chart.addSeries(each, new ArrayList<>(names), scores, errors);
    }
    byte[] png = BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG);
    AtomicFiles.write(file, out -> out.write(png));
  }

  private static List<Bar> read(Path results) throws IOException {
    JsonNode root = new ObjectMapper().readTree(results.toFile());
    List<Bar> bars = new ArrayList<>();
    if (root != null && root.isArray()) {
      root.forEach(run -> bars.add(bar(run)));
    }
    if (bars.isEmpty()) {
      throw new IOException(
          results + " holds no results of JMH; write them with -rf json -rff " + results);
    }
    return bars;
  }

  private static Bar bar(JsonNode run) {
    String[] path = run.path("benchmark").asText().split("\\.");
    String method = path[path.length - 1];
    String type = path.length > 1 ? path[path.length - 2] : "";
    Map<String, String> parameters = new TreeMap<>();
    run.path("params")
        .fields()
        .forEachRemaining(p -> parameters.put(p.getKey(), p.getValue().asText()));
    String batch = parameters.remove(BATCH);
    String name = type.replace("Benchmark", "") + "." + method;
    if (!parameters.isEmpty()) {
      name += " " + String.join(" ", parameters.values());
    }
    JsonNode metric = run.path("primaryMetric");
    return new Bar(
        name,
        batch == null ? "all" : "batch " + batch,
        metric.path("score").asDouble(),
        metric.path("scoreError").asDouble(Double.NaN),
        metric.path("scoreUnit").asText());
  }
}
