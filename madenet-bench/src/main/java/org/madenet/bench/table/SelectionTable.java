package org.madenet.bench.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.madenet.ism.ClassifierReport;
import org.madenet.ism.MadeNetDetector;
import org.madenet.ism.Performance;
import org.madenet.ism.PerformanceMap;
import org.madenet.ism.Submodel;

/** What MADE-Net chose and why: the performance map, and how good the classifier is. */
public final class SelectionTable {

  private static final String NOTHING = "-";

  private final TextTable choices;
  private final String classifier;

  /**
   * A table.
   *
   * @param made what it is about; not kept
   */
  public SelectionTable(MadeNetDetector made) {
    PerformanceMap map = made.performanceMap();
    List<TextTable.Group> groups = new ArrayList<>();
    for (Submodel submodel : made.submodels()) {
      groups.add(new TextTable.Group(submodel.name(), List.of("image AUROC", "pixel AP", "score")));
    }
    groups.add(new TextTable.Group("MADE-Net", List.of("chosen", "measured on")));
    List<TextTable.Row> rows = new ArrayList<>();
    for (String category : map.categories()) {
      List<String> cells = new ArrayList<>();
      Map<Submodel, Performance> row = map.measured().get(category);
      for (Submodel submodel : made.submodels()) {
        Performance found = row.get(submodel);
        cells.add(figure(found.imageAuroc()));
        cells.add(found.hasPixelAp() ? figure(found.pixelAp()) : NOTHING);
        cells.add(figure(map.score(category, submodel)));
      }
      cells.add(map.choices().get(category).name());
      cells.add(
          switch (map.origins().get(category)) {
            case VALIDATION -> "real anomalies";
            case SYNTHETIC -> "synthetic anomalies";
          });
      rows.add(new TextTable.Row(category, cells));
    }
    String stages = String.join(", then ", made.provenance().stages());
    this.choices =
        new TextTable(
            "Performance map after %s, on the validation part; score = %s image AUROC + %s pixel AP%s%s"
                .formatted(
                    stages,
                    map.alpha(),
                    1 - map.alpha(),
                    map.priorImages() == 0
                        ? ""
                        : ", drawn towards the mean over all categories as by %.0f images"
                            .formatted(map.priorImages()),
                    made.options().paperChoices() ? published(map) : ""),
            "category",
            groups,
            rows);
    this.classifier =
        made.classifierReport()
            .map(report -> sentence(report, made.options().confidence()))
            .orElse("One category: no classifier.");
  }

  private static String published(PerformanceMap map) {
    List<String> as = map.chosenAsInPaper();
    return as.isEmpty()
        ? ""
        : "; choices of the paper's Table 6"
            + (as.equals(map.categories()) ? "" : " for " + String.join(", ", as));
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String sentence(ClassifierReport report, double gate) {
    List<String> confused = new ArrayList<>();
    for (int truth = 0; truth < report.categories().size(); truth++) {
      for (int guess = 0; guess < report.categories().size(); guess++) {
        int count = report.confusion().get(truth).get(guess);
        if (truth != guess && count > 0) {
          confused.add(
              "%d %s taken for %s"
                  .formatted(
                      count, report.categories().get(truth), report.categories().get(guess)));
        }
      }
    }
    return String.format(
        Locale.ROOT,
        "Classifier on the validation part: accuracy %.3f, expected calibration error %.3f, confidence at or below %.2f for %.1f %% of the images%s.",
        report.accuracy(),
        report.expectedCalibrationError(),
        gate,
        100 * report.gated(),
        confused.isEmpty() ? "" : "; " + String.join(", ", confused));
  }

  /**
   * For a terminal.
   *
   * @return several lines
   */
  public String toText() {
    return choices.toText() + System.lineSeparator() + classifier;
  }

  /**
   * For a page.
   *
   * @return Markdown
   */
  public String toMarkdown() {
    String line = System.lineSeparator();
    return choices.toMarkdown() + line + classifier + line;
  }
}
