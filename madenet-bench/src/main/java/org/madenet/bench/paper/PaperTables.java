package org.madenet.bench.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.madenet.bench.evaluation.EvaluationReport;
import org.madenet.bench.experiment.ExperimentResults;
import org.madenet.bench.table.TableDocument;
import org.madenet.bench.table.TableDocument.Section;
import org.madenet.core.Stage;
import org.madenet.data.AnomalyDataset;

/** Tables 2 to 8 of the paper, of the results of an experiment. */
public final class PaperTables {

  private PaperTables() {}

  /**
   * Makes the tables that the results allow.
   *
   * @param dataset what the experiment used
   * @param results its figures
   * @param notice what everybody who sees figures of this dataset has to know; empty for real data
   * @return the tables
   */
  public static TableDocument of(
      AnomalyDataset dataset, ExperimentResults results, Optional<String> notice) {
    PublishedFigures published = PublishedFigures.load();
    List<Section> sections = new ArrayList<>();
    sections.add(DatasetTables.comparison(dataset));
    sections.add(DatasetTables.categories(dataset));
    for (Stage stage : Stage.values()) {
      MethodTables methods = new MethodTables(results, published, stage);
      if (!methods.isEmpty()) {
        sections.addAll(methods.byCategory());
        sections.add(methods.significance());
      }
    }
    for (Stage stage : Stage.values()) {
      sections.addAll(new MadeNetTables(results, published, stage).sections());
    }
    FineTuningTable.of(results, published).ifPresent(sections::add);
    List<String> notices = new ArrayList<>(notice.stream().toList());
    EvaluationReport.copies(dataset.problems()).ifPresent(notices::add);
    notices.add(
        "Mean ± sample standard deviation over %d seed%s (%s); the best of each row or column in bold. In brackets: the paper's figure, one run on ManuDefect-21, which is not public."
            .formatted(
                results.seeds().size(),
                results.seeds().size() == 1 ? "" : "s",
                String.join(", ", results.seeds().stream().map(String::valueOf).toList())));
    return new TableDocument("Results on " + dataset.name(), notices, sections);
  }
}
