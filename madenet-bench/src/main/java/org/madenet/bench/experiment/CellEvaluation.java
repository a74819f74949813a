package org.madenet.bench.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.madenet.bench.DetectorCatalog;
import org.madenet.bench.evaluation.CategoryResult;
import org.madenet.bench.evaluation.EvaluationFiles;
import org.madenet.bench.evaluation.EvaluationReport;
import org.madenet.bench.evaluation.Evaluator;
import org.madenet.bench.run.RunFolder;
import org.madenet.bench.run.RunRecord;
import org.madenet.bench.run.Stage;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.ProgressListener;
import org.madenet.data.AnomalyDataset;
import org.madenet.ism.MadeNetDetector;

/** Evaluates the trained methods of an experiment, each cell once. */
final class CellEvaluation {

  static final String METRICS = "metrics.json";

  private static final int BATCH = 8;

  private final DetectorCatalog detectors;
  private final Path folder;
  private final ExperimentPlan plan;
  private final Evaluator evaluator;
  private final Consumer<String> notes;

  CellEvaluation(
      DetectorCatalog detectors,
      Path folder,
      ExperimentPlan plan,
      ProgressListener listener,
      Consumer<String> notes) {
    this.detectors = detectors;
    this.folder = folder;
    this.plan = plan;
    this.evaluator = new Evaluator(BATCH, listener).at(plan.resolution());
    this.notes = notes;
  }

  /** Evaluates unless it is done, or the method has not come to this stage. */
  void evaluateMissing(Method method, Stage stage, long seed, AnomalyDataset test)
      throws IOException {
    Path cell = new CellKey(method.name(), stage, seed).folder(folder);
    RunFolder run = run(method, seed);
    if (Files.exists(cell.resolve(METRICS)) || !hasStage(run, test, stage)) {
      return;
    }
    List<CategoryResult> results =
        new DetectorEvaluation(evaluator, file -> load(method, file)).of(run, stage, test);
    EvaluationReport report =
        new EvaluationReport(
            results,
            CellFacts.of(
                method.title(),
                plan.preset(),
                seed,
                stage,
                plan.resolution().toString(),
                run.record(),
                test));
    Files.createDirectories(cell);
    EvaluationFiles.writeScores(report, cell.resolve("scores.csv"));
    EvaluationFiles.writeMetrics(report, cell.resolve(METRICS));
    notes.accept("%s written".formatted(cell.resolve(METRICS)));
  }

  private RunFolder run(Method method, long seed) {
    String name = method.isDetector() ? method.name() : MadeNetDetector.KIND;
    return Experiment.run(folder, name, seed);
  }

  private static boolean hasStage(RunFolder run, AnomalyDataset test, Stage stage)
      throws IOException {
    RunRecord record = run.record();
    return test.categories().stream().allMatch(c -> record.hasDetector(c, stage));
  }

  private AnomalyDetector load(Method method, Path file) throws IOException {
    if (method.role() != Method.Role.ABLATION) {
      return detectors.load(file);
    }
    try (MadeNetDetector whole = MadeNetDetector.load(file)) {
      return whole.without(method.submodel().orElseThrow());
    }
  }
}
