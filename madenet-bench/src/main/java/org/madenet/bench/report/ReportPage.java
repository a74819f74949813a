package org.madenet.bench.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.madenet.bench.evaluation.CategoryResult;
import org.madenet.bench.evaluation.DefectSizes;
import org.madenet.bench.evaluation.EvaluationReport;
import org.madenet.bench.evaluation.MapScale;
import org.madenet.bench.html.HtmlTemplate;
import org.madenet.core.io.AtomicFiles;
import org.madenet.core.metric.Costs;
import org.madenet.core.metric.Metric;
import org.madenet.core.metric.Metrics;
import org.madenet.core.metric.OperatingPoint;
import org.madenet.core.metric.PixelResult;

/** Writes {@code report.html}: one file that needs no other and no network. */
public final class ReportPage {

  private static final String TEMPLATE = "report.ftlh";
  private static final int SCALE_WIDTH = 256;

  private ReportPage() {}

  /**
   * Writes the page.
   *
   * @param report the evaluation
   * @param examples pictures by category
   * @param file replaced if it exists
   * @throws IOException if it cannot be written
   */
  public static void write(
      EvaluationReport report, Map<String, List<Examples.Example>> examples, Path file)
      throws IOException {
    AtomicFiles.writeString(
        file, HtmlTemplate.fill(ReportPage.class, TEMPLATE, model(report, examples)));
  }

  private static Map<String, Object> model(
      EvaluationReport report, Map<String, List<Examples.Example>> examples) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("headline", headline(report));
    model.put("metrics", Metrics.all().stream().map(Metric::title).toList());
    model.put("rows", rows(report));
    model.put("mean", figures(report::mean));
    model.put("charts", charts(report));
    model.put("defectTypes", defectTypes(report));
    model.put("defectSizes", defectSizes(report));
    report.costs().ifPresent(costs -> model.put("operatingPoints", operatingPoints(report, costs)));
    model.put("examples", pictures(examples));
    model.put("scale", scale(report.scale()));
    model.put("facts", report.facts());
    report.notice().ifPresent(notice -> model.put("notice", notice));
    report.selection().ifPresent(s -> model.put("selection", SelectionSection.model(s)));
    model.put("single", report.categories().size() == 1);
    return model;
  }

  private static List<Map<String, String>> headline(EvaluationReport report) {
    List<Map<String, String>> figures = new ArrayList<>();
    for (String name : List.of("image_auroc", "image_ap", "pixel_auroc", "pixel_ap", "aupro")) {
      Metrics.all().stream()
          .filter(m -> m.name().equals(name))
          .forEach(m -> figures.add(Map.of("title", m.title(), "value", text(report.mean(m)))));
    }
    return figures;
  }

  private static List<Map<String, Object>> rows(EvaluationReport report) {
    return report.categories().stream()
        .map(
            c ->
                Map.<String, Object>of(
                    "category",
                    c.category(),
                    "normal",
                    c.evaluation().image().normal(),
                    "anomalous",
                    c.evaluation().image().anomalous(),
                    "figures",
                    figures(m -> m.of(c.evaluation()))))
        .toList();
  }

  private static List<String> figures(Function<Metric, OptionalDouble> of) {
    return Metrics.all().stream().map(m -> text(of.apply(m))).toList();
  }

  private static String text(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.4f", value.getAsDouble()) : "–";
  }

  private static List<Map<String, String>> defectTypes(EvaluationReport report) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (CategoryResult c : report.categories()) {
      c.defectTypeAuroc()
          .forEach(
              (type, auroc) ->
                  rows.add(
                      Map.of(
                          "category",
                          c.category(),
                          "type",
                          type,
                          "images",
                          Long.toString(c.count(type)),
                          "auroc",
                          text(OptionalDouble.of(auroc)),
                          "percent",
                          String.format(Locale.ROOT, "%.1f", 100 * auroc))));
    }
    return rows;
  }

  private static List<Map<String, String>> defectSizes(EvaluationReport report) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (CategoryResult c : report.categories()) {
      for (DefectSizes.Size size : c.defectSizes()) {
        rows.add(
            Map.of(
                "category",
                c.category(),
                "range",
                size.range(),
                "images",
                Integer.toString(size.images()),
                "auroc",
                text(OptionalDouble.of(size.imageAuroc())),
                "percent",
                String.format(Locale.ROOT, "%.1f", 100 * size.imageAuroc())));
      }
    }
    return rows;
  }

  private static Map<String, Object> operatingPoints(EvaluationReport report, Costs costs) {
    List<List<String>> rows = new ArrayList<>();
    for (CategoryResult c : report.categories()) {
      OperatingPoint point = c.cheapest(costs);
      rows.add(
          List.of(
              c.category(),
              String.format(Locale.ROOT, "%.4g", point.threshold()),
              String.format(Locale.ROOT, "%.1f %%", 100 * point.missRate()),
              String.format(Locale.ROOT, "%.1f %%", 100 * point.falseAlarmRate()),
              String.format(Locale.ROOT, "%.4g", point.expectedCost())));
    }
    String share =
        costs.anomalousShare().isPresent()
            ? String.format(
                Locale.ROOT, "%s of the parts are anomalous", costs.anomalousShare().getAsDouble())
            : "parts are anomalous as often as test images";
    return Map.of(
        "rows",
        rows,
        "assumption",
        String.format(
            Locale.ROOT,
            "A miss costs %s, a false alarm %s, and %s.",
            costs.miss(),
            costs.falseAlarm(),
            share));
  }

  private static List<Map<String, String>> charts(EvaluationReport report) {
    List<CategoryResult> all = report.categories();
    List<CategoryResult> masked =
        all.stream().filter(c -> c.evaluation().pixel().isPresent()).toList();
    List<Map<String, String>> charts = new ArrayList<>();
    charts.add(
        chart(
            "ROC curve, images",
            Charts.roc(
                Charts.byName(all, CategoryResult::category, c -> c.evaluation().image().roc()))));
    charts.add(
        chart(
            "Precision and recall, images",
            Charts.precisionRecall(
                Charts.byName(
                    all,
                    CategoryResult::category,
                    c -> c.evaluation().image().precisionRecall()))));
    if (!masked.isEmpty()) {
      charts.add(
          chart(
              "ROC curve, pixels",
              Charts.roc(Charts.byName(masked, CategoryResult::category, c -> pixel(c).roc()))));
      charts.add(
          chart(
              "Precision and recall, pixels",
              Charts.precisionRecall(
                  Charts.byName(
                      masked, CategoryResult::category, c -> pixel(c).precisionRecall()))));
    }
    for (CategoryResult c : all) {
      charts.add(
          chart(
              "Anomaly scores, " + c.category(),
              Charts.histogram(c.scores(), c.evaluation().image().f1Threshold(), all.size() == 1)));
    }
    return charts;
  }

  private static PixelResult pixel(CategoryResult result) {
    return result.evaluation().pixel().orElseThrow();
  }

  private static Map<String, String> chart(String title, String uri) {
    return Map.of("title", title, "uri", uri);
  }

  private static List<Map<String, Object>> pictures(Map<String, List<Examples.Example>> examples) {
    List<Map<String, Object>> groups = new ArrayList<>();
    examples.forEach(
        (category, members) -> {
          Map<String, List<Map<String, String>>> byGroup = new LinkedHashMap<>();
          members.forEach(
              e -> byGroup.computeIfAbsent(e.group(), g -> new ArrayList<>()).add(picture(e)));
          byGroup.forEach(
              (group, pictures) ->
                  groups.add(Map.of("category", category, "group", group, "pictures", pictures)));
        });
    return groups;
  }

  private static Map<String, String> picture(Examples.Example e) {
    Map<String, String> picture = new LinkedHashMap<>();
    picture.put("id", e.scored().sample().id());
    picture.put("type", e.scored().sample().defectType());
    picture.put("score", String.format(Locale.ROOT, "%.4g", e.scored().score()));
    picture.put("input", e.inputUri());
    e.reconstructionUri().ifPresent(uri -> picture.put("reconstruction", uri));
    picture.put("mask", e.maskUri());
    picture.put("heatMap", e.heatMapUri());
    picture.put("overlay", e.overlayUri());
    return picture;
  }

  private static Map<String, String> scale(MapScale scale) {
    BufferedImage bar = new BufferedImage(SCALE_WIDTH, 1, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < SCALE_WIDTH; x++) {
      bar.setRGB(x, 0, ColourMap.colour(x / (SCALE_WIDTH - 1.0)));
    }
    return Map.of(
        "uri",
        Picture.png(bar),
        "low",
        String.format(Locale.ROOT, "%.3g", scale.low()),
        "high",
        String.format(Locale.ROOT, "%.3g", scale.high()));
  }
}
