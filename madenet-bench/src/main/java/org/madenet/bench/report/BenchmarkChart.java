package org.madenet.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;
import org.madenet.core.io.AtomicFiles;
import org.madenet.core.io.PlainJson;

/**
 * Draws a result file of JMH: a bar per benchmark and its parameters, a colour per batch size, and
 * the standard deviation of the samples. JMH's own error is a 99.9 % interval, which with the three
 * samples of a short run is wider than the bars are high. Where a benchmark counts images, that is,
 * has an auxiliary counter of the name {@code images}, the bars are images per second. What all
 * bars have in common is said once, above the chart.
 */
public final class BenchmarkChart {

  private static final int WIDTH = 1100;
  private static final int HEIGHT = 620;
  private static final int LABEL_DEGREES = 30;
  private static final String BATCH = "batch";
  private static final String IMAGES = "images";

  private BenchmarkChart() {}

  /** One result; its parts are those of its name that may be common to all. */
  private record Bar(
      List<String> parts, String series, double score, double deviation, String unit) {

    String name(Set<String> common) {
      List<String> own = parts.stream().filter(part -> !common.contains(part)).toList();
      return String.join(" ", own.isEmpty() ? parts : own);
    }
  }

  /**
   * Draws a chart.
   *
   * @param results what {@code -rf json} wrote
   * @param title said above the chart, for instance the device; empty for nothing but what all
   *     results have in common
   * @param file a PNG; replaced if it exists
   * @throws IOException if the results cannot be read, are none, or mix units
   */
  public static void write(Path results, String title, Path file) throws IOException {
    List<Bar> bars = read(results);
    Set<String> common = new LinkedHashSet<>(bars.get(0).parts());
    bars.forEach(bar -> common.retainAll(bar.parts()));
    Set<String> names = new LinkedHashSet<>();
    Set<String> units = new LinkedHashSet<>();
    Map<String, Map<String, Bar>> bySeries = new LinkedHashMap<>();
    for (Bar bar : bars) {
      String name = bar.name(common);
      names.add(name);
      units.add(bar.unit());
      bySeries.computeIfAbsent(bar.series(), s -> new LinkedHashMap<>()).put(name, bar);
    }
    if (units.size() != 1) {
      throw new IOException(
          "%s has figures in %s; one chart shows one unit: run benchmarks of one kind"
              .formatted(results, String.join(" and ", units)));
    }
    List<String> heading = new ArrayList<>(title.isBlank() ? List.of() : List.of(title));
    if (bars.size() > 1 && !common.isEmpty()) {
      heading.add(String.join(" ", common));
    }
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(String.join(", ", heading))
            .yAxisTitle(units.iterator().next() + ", mean and standard deviation")
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisLabelRotation(LABEL_DEGREES);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setLegendVisible(bySeries.size() > 1);
    bySeries.forEach(
        (series, byName) -> {
          List<Double> scores = new ArrayList<>();
          List<Double> deviations = new ArrayList<>();
          for (String name : names) {
            Bar bar = byName.get(name);
            scores.add(bar == null ? null : bar.score());
            deviations.add(bar == null ? 0 : bar.deviation());
          }
          chart.addSeries(series, new ArrayList<>(names), scores, deviations);
        });
    byte[] png = BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG);
    AtomicFiles.write(file, out -> out.write(png));
  }

  private static List<Bar> read(Path results) throws IOException {
    byte[] content = Files.readAllBytes(results);
    JsonNode root;
    try {
      root = PlainJson.parse(content);
    } catch (IOException e) {
      throw new IOException(results + ": is " + e.getMessage(), e);
    }
    List<Bar> bars = new ArrayList<>();
    boolean known = root.isArray();
    for (JsonNode run : root) {
      known = known && isResult(run);
    }
    if (known) {
      root.forEach(run -> bars.add(bar(run)));
    }
    if (bars.isEmpty()) {
      throw new IOException(
          results + " holds no results of JMH; write them with -rf json -rff " + results);
    }
    return bars;
  }

  private static boolean isResult(JsonNode run) {
    return run.path("benchmark").isTextual()
        && isFigure(run.path("primaryMetric"))
        && (counted(run).isMissingNode() || isFigure(counted(run)));
  }

  private static boolean isFigure(JsonNode metric) {
    return metric.path("score").isNumber() && metric.path("scoreUnit").isTextual();
  }

  private static JsonNode counted(JsonNode run) {
    return run.path("secondaryMetrics").path(IMAGES);
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
    List<String> parts = new ArrayList<>();
    parts.add(type.replace("Benchmark", "") + "." + method);
    parts.addAll(parameters.values());
    JsonNode counted = counted(run);
    JsonNode metric = counted.isMissingNode() ? run.path("primaryMetric") : counted;
    SummaryStatistics samples = new SummaryStatistics();
    metric
        .path("rawData")
        .forEach(fork -> fork.forEach(sample -> samples.addValue(sample.asDouble())));
    String unit = metric.path("scoreUnit").asText();
    return new Bar(
        parts,
        batch == null ? "all" : "batch " + batch,
        metric.path("score").asDouble(),
        samples.getN() > 1 ? samples.getStandardDeviation() : 0,
        counted.isMissingNode() ? unit : unit.replace("ops", IMAGES));
  }
}
