package org.madenet.bench.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.madenet.bench.experiment.ExperimentResults;
import org.madenet.bench.experiment.Method;
import org.madenet.bench.experiment.Method.Role;
import org.madenet.bench.table.Spread;
import org.madenet.bench.table.TableDocument.Section;
import org.madenet.bench.table.TextTable;
import org.madenet.core.Stage;

/** Table 8: before and after fine-tuning. */
final class FineTuningTable {

  private static final List<String> METRICS = List.of("image_auroc", "pixel_ap");

  private FineTuningTable() {}

  /** The table; empty unless a method has both stages. */
  static Optional<Section> of(ExperimentResults results, PublishedFigures published) {
    List<Method> methods =
        results.methods(Stage.FINE_TUNE, Role.SUBMODEL, Role.WHOLE, Role.BLENDED).stream()
            .filter(m -> !results.of(m.name(), Stage.FIT).isEmpty())
            .toList();
    if (methods.isEmpty()) {
      return Optional.empty();
    }
    List<TextTable.Row> rows = new ArrayList<>();
    for (Method method : methods) {
      for (Stage stage : Stage.values()) {
        Cells cells = new Cells();
        for (String metric : METRICS) {
          cells.add(
              mean(results, method, stage, metric),
              published.figure(8, "Mean", method.title(), stage, metric));
        }
        rows.add(cells.row(method.title() + ", " + label(stage), METRICS.size()));
      }
    }
    List<Method> parts = methods.stream().filter(m -> m.role() == Role.SUBMODEL).toList();
    if (!parts.isEmpty()) {
      Cells cells = new Cells();
      for (String metric : METRICS) {
        OptionalDouble gain =
            parts.stream().flatMapToDouble(part -> gain(results, part, metric).stream()).average();
        cells.add(gain.isPresent() ? String.format(Locale.ROOT, "%+.3f", gain.getAsDouble()) : "-");
      }
      rows.add(cells.row("Average improvement of the submodels", METRICS.size()));
    }
    return Optional.of(
        new Section(
            "table-8",
            new TextTable(
                "Table 8. Before and after fine-tuning, on " + results.dataset(),
                "Method and stage",
                List.of(new TextTable.Group("Mean", List.of("image AUROC", "pixel AP"))),
                rows),
            List.of()));
  }

  private static String label(Stage stage) {
    return stage == Stage.FIT ? "unsupervised" : "fine-tuned";
  }

  /** Empty where a metric is not defined, as without masks. */
  private static OptionalDouble gain(ExperimentResults results, Method method, String metric) {
    Optional<Spread> before = mean(results, method, Stage.FIT, metric);
    Optional<Spread> after = mean(results, method, Stage.FINE_TUNE, metric);
    return before.isPresent() && after.isPresent()
        ? OptionalDouble.of(after.get().mean() - before.get().mean())
        : OptionalDouble.empty();
  }

  private static Optional<Spread> mean(
      ExperimentResults results, Method method, Stage stage, String metric) {
    return ExperimentResults.mean(results.of(method.name(), stage), metric);
  }
}
