package org.madenet.bench.junit;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.madenet.bench.experiment.ExperimentRecord;
import org.madenet.bench.experiment.ExperimentResults;
import org.madenet.bench.experiment.Method;
import org.madenet.bench.table.MethodResult;
import org.madenet.bench.table.Spread;
import org.madenet.core.Stage;

/**
 * What an {@link AnomalyExperiment} reached.
 *
 * @param method what was trained
 * @param results its figures
 * @param record from what they can be repeated
 * @param folder where everything is kept, the trained detectors too
 */
public record ExperimentResult(
    Method method, ExperimentResults results, ExperimentRecord record, Path folder) {

  /** Checks that nothing is missing. */
  public ExperimentResult {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(results, "results");
    Objects.requireNonNull(record, "record");
    Objects.requireNonNull(folder, "folder");
  }

  /**
   * The metrics after a stage.
   *
   * @param stage the stage
   * @return one per seed; nothing if the data did not allow the stage
   */
  public List<MethodResult> after(Stage stage) {
    return results.of(method.name(), stage);
  }

  /**
   * A metric's mean over the categories.
   *
   * @param stage after which stage
   * @param metric the metric's name, {@code image_auroc} for instance
   * @return its spread over the seeds; empty if it is not defined
   */
  public Optional<Spread> mean(Stage stage, String metric) {
    return ExperimentResults.mean(after(stage), metric);
  }

  /**
   * A metric of one category.
   *
   * @param stage after which stage
   * @param category the category
   * @param metric the metric's name
   * @return its spread over the seeds; empty if it is not defined
   */
  public Optional<Spread> figure(Stage stage, String category, String metric) {
    return ExperimentResults.figure(after(stage), category, metric);
  }
}
