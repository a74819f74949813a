package org.madenet.bench.evaluation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import org.madenet.ism.ClassifierReport;
import org.madenet.ism.PerformanceMap;
import org.madenet.ism.Submodel;

/** The part {@code selection} of a {@code metrics.json}. */
final class SelectionJson {

  private SelectionJson() {}

  static void write(Selection selection, ObjectNode node) {
    PerformanceMap map = selection.map();
    node.put("alpha", map.alpha());
    node.put("paper_choices", !selection.paperChoices().isEmpty());
    ObjectNode choices = node.putObject("choices");
    for (String category : map.categories()) {
      ObjectNode row = choices.putObject(category);
      row.put("chosen", map.choices().get(category).kind());
      row.put("by_paper", selection.paperChoices().contains(category));
      row.put("measured_on", map.origins().get(category).name().toLowerCase(Locale.ROOT));
      ObjectNode submodels = row.putObject("submodels");
      map.measured()
          .get(category)
          .forEach(
              (submodel, found) ->
                  submodels
                      .putObject(submodel.kind())
                      .put("image_auroc", found.imageAuroc())
                      .put("pixel_ap", found.hasPixelAp() ? (Double) found.pixelAp() : null)
                      .put("anomalous_images", found.anomalous())
                      .put("score", map.score(category, submodel)));
    }
    selection.temperature().ifPresent(t -> writeWeights(map, t, node.putObject("blended")));
    ObjectNode classifier = node.putObject("classifier").put("gate", selection.gate());
    selection.validation().ifPresent(r -> write(r, classifier.putObject("validation")));
    selection.test().ifPresent(r -> write(r, classifier.putObject("test")));
    ObjectNode routes = node.putObject("routes");
    selection
        .routes()
        .forEach((category, counts) -> write(selection, counts, routes.putObject(category)));
  }

  private static void writeWeights(PerformanceMap map, double temperature, ObjectNode node) {
    node.put("temperature", temperature);
    ObjectNode weights = node.putObject("weights");
    for (String category : map.categories()) {
      write(map.weights(category, temperature), weights.putObject(category));
    }
    write(map.weights(temperature), node.putObject("weights_of_the_unrecognised"));
  }

  private static void write(Map<Submodel, Double> weights, ObjectNode node) {
    weights.forEach((submodel, weight) -> node.put(submodel.kind(), weight));
  }

  private static void write(ClassifierReport report, ObjectNode node) {
    node.put("images", report.images());
    node.put("accuracy", report.accuracy());
    node.put("expected_calibration_error", report.expectedCalibrationError());
    node.put("gated_share", report.gated());
    ArrayNode categories = node.putArray("categories");
    report.categories().forEach(categories::add);
    ArrayNode confusion = node.putArray("confusion");
    report.confusion().forEach(row -> row.forEach(confusion.addArray()::add));
    ArrayNode bins = node.putArray("reliability");
    report
        .reliability()
        .forEach(
            bin ->
                bins.addObject()
                    .put("images", bin.images())
                    .put("confidence", bin.confidence())
                    .put("accuracy", bin.accuracy()));
  }

  private static void write(Selection selection, RouteCounts counts, ObjectNode node) {
    node.put("images", counts.images());
    node.put("recognised", counts.recognised());
    node.put("gated", counts.gated());
    ObjectNode submodels = node.putObject("submodels");
    selection.submodels().forEach(s -> submodels.put(s.kind(), counts.scoredBy(s)));
  }
}
