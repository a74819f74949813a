package org.madenet.bench.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.madenet.bench.experiment.ExperimentResults;
import org.madenet.bench.experiment.Method;
import org.madenet.bench.experiment.Method.Role;
import org.madenet.bench.table.MethodResult;
import org.madenet.bench.table.PairedTest;
import org.madenet.bench.table.TableDocument.Section;
import org.madenet.bench.table.TextTable;
import org.madenet.core.Stage;

/** Table 4 and what it lacks: all methods by category, after one stage, with spread and tests. */
final class MethodTables {

  private static final List<String> LEVELS = List.of("image", "pixel");
  private static final Role[] COMPARED = {Role.BASELINE, Role.SUBMODEL, Role.WHOLE, Role.BLENDED};

  private final ExperimentResults results;
  private final PublishedFigures published;
  private final Stage stage;
  private final List<Method> methods;

  MethodTables(ExperimentResults results, PublishedFigures published, Stage stage) {
    this.results = results;
    this.published = published;
    this.stage = stage;
    this.methods = results.methods(stage, COMPARED);
  }

  boolean isEmpty() {
    return methods.isEmpty();
  }

  /** Table 4, image and pixel level apart. */
  List<Section> byCategory() {
    return LEVELS.stream().map(this::byCategory).toList();
  }

  private Section byCategory(String level) {
    List<TextTable.Row> rows = new ArrayList<>();
    for (String category : results.categories()) {
      Cells cells = new Cells();
      for (Method method : methods) {
        for (String metric : metrics(level)) {
          cells.add(
              ExperimentResults.figure(of(method), category, metric),
              published.figure(4, category, method.title(), stage, metric));
        }
      }
      rows.add(cells.row(category, 2));
    }
    Cells means = new Cells();
    for (Method method : methods) {
      for (String metric : metrics(level)) {
        means.add(
            ExperimentResults.mean(of(method), metric),
            published.figure(4, "Mean", method.title(), stage, metric));
      }
    }
    rows.add(means.row("Mean", 2));
    return new Section(
        "table-4-%s-%s".formatted(stage, level),
        new TextTable(
            "Table 4, %s level, after stage %s, on %s".formatted(level, stage, results.dataset()),
            "Category",
            methods.stream()
                .map(m -> new TextTable.Group(m.title(), List.of("AUROC", "AP")))
                .toList(),
            rows),
        notes());
  }

  private static List<String> metrics(String level) {
    return List.of(level + "_auroc", level + "_ap");
  }

  private List<MethodResult> of(Method method) {
    return results.of(method.name(), stage);
  }

  private List<String> notes() {
    return stage == Stage.FINE_TUNE
        ? List.of("Methods without a second stage are not in this table.")
        : List.of();
  }

  /** Means with intervals, and every method against MADE-Net. */
  Section significance() {
    Optional<Method> whole = methods.stream().filter(m -> m.role() == Role.WHOLE).findFirst();
    List<String> names = new ArrayList<>();
    List<Cells> rows = new ArrayList<>();
    for (Method method : methods) {
      Cells cells = new Cells();
      for (String metric : List.of("image_auroc", "pixel_ap")) {
        cells.add(
            ExperimentResults.mean(of(method), metric),
            published.figure(4, "Mean", method.title(), stage, metric));
        cells.add(ExperimentResults.mean(of(method), metric).map(s -> s.interval()).orElse("-"));
        if (whole.isPresent() && method.role() != Role.WHOLE) {
          Optional<PairedTest> test = test(method, whole.get(), metric);
          cells.add(test.map(MethodTables::signed).orElse("-"));
          cells.add(test.map(PairedTest::probability).orElse("-"));
        } else {
          cells.add("").add("");
        }
      }
      names.add(method.title());
      rows.add(cells);
    }
    List<String> columns = List.of("mean", "95 % interval", "less MADE-Net", "p");
    return new Section(
        "means-" + stage,
        new TextTable(
            "Means over the categories after stage %s, on %s".formatted(stage, results.dataset()),
            "Method",
            List.of(
                new TextTable.Group("Image AUROC", columns),
                new TextTable.Group("Pixel AP", columns)),
            Cells.bestOfColumns(names, rows)),
        List.of(
            "Intervals: percentile bootstrap over the seeds, 10,000 resamples; of three seeds or fewer"
                + " that is their range, which holds the true mean less often than 95 times in a"
                + " hundred. p: Wilcoxon's"
                + " signed-rank test against MADE-Net, two-sided, on the categories' means over the"
                + " seeds, exact, not corrected for the number of comparisons; a dash where fewer"
                + " than %d categories differ.".formatted(PairedTest.LEAST_DIFFERENCES)));
  }

  private Optional<PairedTest> test(Method method, Method whole, String metric) {
    List<Double> first = new ArrayList<>();
    List<Double> second = new ArrayList<>();
    for (String category : results.categories()) {
      var one = ExperimentResults.figure(of(method), category, metric);
      var other = ExperimentResults.figure(of(whole), category, metric);
      if (one.isPresent() && other.isPresent()) {
        first.add(one.get().mean());
        second.add(other.get().mean());
      }
    }
    return first.isEmpty()
        ? Optional.empty()
        : Optional.of(PairedTest.of(array(first), array(second)));
  }

  private static String signed(PairedTest test) {
    return String.format(Locale.ROOT, "%+.3f", test.difference());
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
