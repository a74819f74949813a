package org.madenet.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.madenet.bench.evaluation.RouteCounts;
import org.madenet.bench.evaluation.Selection;
import org.madenet.ism.ClassifierReport;
import org.madenet.ism.Performance;
import org.madenet.ism.PerformanceMap;
import org.madenet.ism.Submodel;

/** What the page's section "What MADE-Net chose" shows; {@code selection.ftlh} lays it out. */
final class SelectionSection {

  private SelectionSection() {}

  static Map<String, Object> model(Selection selection) {
    Map<String, Object> model = new LinkedHashMap<>();
    double alpha = selection.map().alpha();
    model.put("score", "%s image AUROC + %s pixel AP".formatted(plain(alpha), plain(1 - alpha)));
    model.put("prior", String.format(Locale.ROOT, "%.0f", selection.map().priorImages()));
    if (!selection.paperChoices().isEmpty()) {
      model.put("paperChoices", String.join(", ", selection.paperChoices()));
    }
    selection.temperature().ifPresent(t -> model.put("temperature", Double.toString(t)));
    model.put("submodels", selection.submodels().stream().map(Submodel::name).toList());
    model.put("choices", choices(selection));
    model.put("gate", plain(selection.gate()));
    List<Map<String, Object>> classifiers = new ArrayList<>();
    selection.validation().ifPresent(r -> classifiers.add(classifier("validation part", r)));
    selection.test().ifPresent(r -> classifiers.add(classifier("test images", r)));
    model.put("classifiers", classifiers);
    model.put("routes", routes(selection));
    return model;
  }

  private static List<Map<String, Object>> choices(Selection selection) {
    PerformanceMap map = selection.map();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String category : map.categories()) {
      Map<Submodel, Double> weights =
          selection.temperature().isPresent()
              ? map.weights(category, selection.temperature().getAsDouble())
              : Map.of(map.choices().get(category), 1.0);
      List<Map<String, Object>> cells = new ArrayList<>();
      for (Submodel submodel : selection.submodels()) {
        Performance found = map.measured().get(category).get(submodel);
        cells.add(
            Map.of(
                "auroc",
                figure(found.imageAuroc()),
                "ap",
                found.hasPixelAp() ? figure(found.pixelAp()) : "-",
                "score",
                figure(map.score(category, submodel)),
                "weight",
                weights.containsKey(submodel) ? percent(weights.get(submodel)) : "",
                "chosen",
                selection.temperature().isEmpty() && weights.containsKey(submodel)));
      }
      String origin =
          switch (map.origins().get(category)) {
            case VALIDATION -> "real anomalies";
            case SYNTHETIC -> "synthetic anomalies";
          };
      rows.add(Map.of("category", category, "cells", cells, "origin", origin));
    }
    return rows;
  }

  private static Map<String, Object> classifier(String where, ClassifierReport report) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int truth = 0; truth < report.categories().size(); truth++) {
      List<Integer> counts = report.confusion().get(truth);
      int all = Math.max(1, counts.stream().mapToInt(Integer::intValue).sum());
      List<Map<String, Object>> cells = new ArrayList<>();
      for (int count : counts) {
        // Rounded up, so that a single image still has a colour.
        cells.add(Map.of("count", count, "share", plain(Math.ceil(100.0 * count / all) / 100)));
      }
      rows.add(Map.of("category", report.categories().get(truth), "cells", cells));
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("where", where);
    model.put("images", report.images());
    model.put("accuracy", figure(report.accuracy()));
    model.put("calibrationError", figure(report.expectedCalibrationError()));
    model.put("gated", Math.round(report.gated() * report.images()));
    model.put("gatedPercent", percent(report.gated()));
    model.put("categories", report.categories());
    model.put("confusion", rows);
    model.put("reliability", Charts.reliability(report.reliability()));
    return model;
  }

  private static Map<String, Object> routes(Selection selection) {
    List<Map<String, Object>> rows = new ArrayList<>();
    selection
        .routes()
        .forEach(
            (category, counts) ->
                rows.add(
                    Map.of(
                        "category",
                        category,
                        "images",
                        counts.images(),
                        "recognised",
                        counts.recognised(),
                        "gated",
                        counts.gated(),
                        "submodels",
                        selection.submodels().stream().map(counts::scoredBy).toList())));
    return Map.of(
        "rows",
        rows,
        "images",
        selection.images(),
        "recognised",
        selection.routes().values().stream().mapToInt(RouteCounts::recognised).sum(),
        "gated",
        selection.gated(),
        "gatedPercent",
        percent((double) selection.gated() / selection.images()),
        "submodels",
        selection.submodels().stream().map(selection::scoredBy).toList());
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** As few digits as there are, two at most. */
  private static String plain(double value) {
    return String.format(Locale.ROOT, "%.2f", value).replaceAll("0$", "");
  }
}
