package org.madenet.bench.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.madenet.core.io.AtomicFiles;
import org.madenet.core.metric.Costs;
import org.madenet.core.metric.Metric;
import org.madenet.core.metric.Metrics;
import org.madenet.core.metric.OperatingPoint;
import org.madenet.data.Sample;

/** {@code metrics.json} and {@code scores.csv} of an evaluation. */
public final class EvaluationFiles {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private EvaluationFiles() {}

  /**
   * Writes metrics, counts, facts, and what MADE-Net chose if it was evaluated.
   *
   * @param report the evaluation
   * @param file replaced if it exists
   * @throws IOException if it cannot be written
   */
  public static void writeMetrics(EvaluationReport report, Path file) throws IOException {
    ObjectNode root = JSON.createObjectNode().put("format", 1);
    report.notice().ifPresent(notice -> root.put("notice", notice));
    ObjectNode mean = root.putObject("mean");
    for (Metric metric : Metrics.all()) {
      put(mean, metric, report.mean(metric));
    }
    ObjectNode categories = root.putObject("categories");
    for (CategoryResult category : report.categories()) {
      ObjectNode node = categories.putObject(category.category());
      write(category, node);
      report.costs().ifPresent(costs -> write(category, costs, node.putObject("operating_point")));
    }
    report.selection().ifPresent(s -> SelectionJson.write(s, root.putObject("selection")));
    ObjectNode facts = root.putObject("facts");
    report.facts().forEach(facts::put);
    AtomicFiles.writeString(file, JSON.writeValueAsString(root) + "\n");
  }

  private static void write(CategoryResult result, ObjectNode node) {
    for (Metric metric : Metrics.all()) {
      put(node, metric, metric.of(result.evaluation()));
    }
    node.put("image_f1max_threshold", result.evaluation().image().f1Threshold());
    result
        .evaluation()
        .pixel()
        .ifPresent(
            p ->
                node.put("pixel_f1max_threshold", p.f1Threshold())
                    .put("aupro_fpr_limit", p.fprLimit()));
    ObjectNode counts = node.putObject("counts");
    counts.put("normal", result.evaluation().image().normal());
    counts.put("anomalous", result.evaluation().image().anomalous());
    counts.put("anomalous_without_mask", result.withoutMask());
    ObjectNode types = node.putObject("defect_types");
    result
        .defectTypeAuroc()
        .forEach(
            (type, auroc) ->
                types.putObject(type).put("images", result.count(type)).put("image_auroc", auroc));
    ObjectNode sizes = node.putObject("defect_sizes");
    for (DefectSizes.Size size : result.defectSizes()) {
      sizes
          .putObject(size.range())
          .put("images", size.images())
          .put("image_auroc", size.imageAuroc());
    }
    node.put("pixel_resolution", result.inputSize().toString());
    node.put("seed", result.detector().seed());
    node.put("stage", String.join(", ", result.detector().stages()));
    node.put("seconds_predicting", result.secondsPredicting());
    node.set("detector", JSON.valueToTree(result.detector()));
  }

  /** JSON has no infinity: where no alarm at all is cheapest, the threshold is null. */
  private static void write(CategoryResult result, Costs costs, ObjectNode node) {
    OperatingPoint point = result.cheapest(costs);
    if (Double.isFinite(point.threshold())) {
      node.put("threshold", point.threshold());
    } else {
      node.putNull("threshold");
    }
    node.put("miss_rate", point.missRate());
    node.put("false_alarm_rate", point.falseAlarmRate());
    node.put("expected_cost", point.expectedCost());
    node.put("miss_cost", costs.miss());
    node.put("false_alarm_cost", costs.falseAlarm());
    costs.anomalousShare().ifPresent(share -> node.put("anomalous_share", share));
  }

  private static void put(ObjectNode node, Metric metric, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(metric.name(), value.getAsDouble());
    } else {
      node.putNull(metric.name());
    }
  }

  /**
   * Writes one row per test sample; of MADE-Net also how it was served.
   *
   * @param report the evaluation
   * @param file replaced if it exists
   * @throws IOException if it cannot be written
   */
  public static void writeScores(EvaluationReport report, Path file) throws IOException {
    AtomicFiles.write(
        file,
        out -> {
          Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          CSVFormat format =
              RouteColumns.format(
                  report.categories().stream()
                      .flatMap(c -> c.scores().stream())
                      .anyMatch(s -> s.route().isPresent()),
                  "id",
                  "category",
                  "defect_type",
                  "label",
                  "score",
                  "dataset");
          CSVPrinter csv = new CSVPrinter(writer, format);
          for (CategoryResult category : report.categories()) {
            for (ScoredSample scored : category.scores()) {
              Sample s = scored.sample();
              csv.printRecord(
                  RouteColumns.row(
                      scored.route(),
                      s.id(),
                      s.category(),
                      s.defectType(),
                      s.anomalous() ? 1 : 0,
                      scored.score(),
                      report.dataset()));
            }
          }
          csv.flush();
        });
  }
}
