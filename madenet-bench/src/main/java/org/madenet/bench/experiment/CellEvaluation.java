package org.madenet.bench.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.madenet.bench.DetectorCatalog;
import org.madenet.bench.evaluation.CategoryResult;
import org.madenet.bench.evaluation.EvaluationFiles;
import org.madenet.bench.evaluation.EvaluationReport;
import org.madenet.bench.evaluation.Evaluator;
import org.madenet.bench.evaluation.MadeNetView;
import org.madenet.bench.run.RunFolder;
import org.madenet.bench.run.RunRecord;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.ProgressListener;
import org.madenet.core.Stage;
import org.madenet.core.io.AtomicFiles;
import org.madenet.core.io.PlainJson;
import org.madenet.data.AnomalyDataset;
import org.madenet.ism.MadeNetDetector;
import org.madenet.ism.Submodel;

/** Evaluates the trained methods of an experiment, each cell once. */
final class CellEvaluation {

  static final String METRICS = "metrics.json";

  /**
   * Beside the folders of a method's stages: those that it has, once all their figures are there.
   */
  private static final String STAGES = "stages.json";

  private static final String CHOICES = "choices.json";

  /** Content of {@code stages.json}. */
  private record Stages(List<String> done) {}

  /** Content of {@code choices.json}: the kind of submodel by category. */
  private record Choices(SortedMap<String, String> submodels) {}

  private static final int BATCH = 8;

  private final DetectorCatalog detectors;
  private final Path folder;
  private final ExperimentRecord record;
  private final ExperimentPlan plan;
  private final Evaluator evaluator;
  private final Consumer<String> notes;
  private final Optional<Repetition> repetition;

  CellEvaluation(
      DetectorCatalog detectors,
      Path folder,
      ExperimentRecord record,
      ProgressListener listener,
      Consumer<String> notes,
      Optional<Repetition> repetition) {
    this.detectors = detectors;
    this.folder = folder;
    this.record = record;
    this.plan = record.plan();
    this.evaluator = new Evaluator(BATCH, listener).at(plan.resolution());
    this.notes = notes;
    this.repetition = repetition;
  }

  /**
   * Whether all figures of a method are there, so that its detectors are needed no more. A method
   * without any stage was never evaluated.
   */
  boolean isComplete(Method method, long seed) throws IOException {
    Path stages = stages(method, seed);
    if (!Files.exists(stages)) {
      return false;
    }
    List<String> done = CellFile.read(stages, Stages.class).done();
    return !done.isEmpty()
        && done.stream().allMatch(stage -> isDone(method, stages.resolveSibling(stage)));
  }

  private static boolean isDone(Method method, Path cell) {
    return Files.exists(cell.resolve(METRICS))
        && (method.role() != Method.Role.WHOLE || Files.exists(cell.resolve(CHOICES)));
  }

  /** Evaluates each stage to which the method has come, unless it is done. */
  void evaluateMissing(Method method, long seed, AnomalyDataset test) throws IOException {
    List<String> done = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      evaluateMissing(method, stage, seed, test);
      if (isDone(method, new CellKey(method.name(), stage, seed).folder(folder))) {
        done.add(stage.toString());
      }
    }
    write(new Stages(done), stages(method, seed));
  }

  private Path stages(Method method, long seed) {
    return new CellKey(method.name(), Stage.FIT, seed).folder(folder).resolveSibling(STAGES);
  }

  /**
   * What a MADE-Net chose, from the folder of its figures.
   *
   * @return a submodel for each category
   */
  static SortedMap<String, Submodel> choices(Path cell) throws IOException {
    SortedMap<String, Submodel> choices = new TreeMap<>();
    CellFile.read(cell.resolve(CHOICES), Choices.class)
        .submodels()
        .forEach((category, submodel) -> choices.put(category, Submodel.of(submodel)));
    return choices;
  }

  private static void writeChoices(Path file, Path cell) throws IOException {
    SortedMap<String, String> choices = new TreeMap<>();
    try (MadeNetDetector made = MadeNetDetector.load(file)) {
      made.performanceMap()
          .choices()
          .forEach((category, submodel) -> choices.put(category, submodel.kind()));
    }
    write(new Choices(choices), cell.resolve(CHOICES));
  }

  private static void write(Record content, Path file) throws IOException {
    AtomicFiles.writeString(
        file, PlainJson.toTree(content).toPrettyString() + System.lineSeparator());
  }

  private void evaluateMissing(Method method, Stage stage, long seed, AnomalyDataset test)
      throws IOException {
    CellKey key = new CellKey(method.name(), stage, seed);
    Path cell = key.folder(folder);
    RunFolder run = run(method, seed);
    if (isDone(method, cell) || !hasStage(run, test, stage)) {
      return;
    }
    List<CategoryResult> results =
        method.role() == Method.Role.TOLD_CATEGORY
            ? toldCategory(run, stage, test)
            : new DetectorEvaluation(evaluator, file -> load(method, file)).of(run, stage, test);
    EvaluationReport report = new EvaluationReport(results, facts(method, seed, stage, test));
    Files.createDirectories(cell);
    EvaluationFiles.writeScores(report, cell.resolve("scores.csv"));
    if (method.role() == Method.Role.WHOLE) {
      writeChoices(run.detector("", Optional.of(stage)), cell);
    }
    EvaluationFiles.writeMetrics(report, cell.resolve(METRICS));
    if (repetition.isPresent()) {
      repetition.get().computed(key);
    }
    notes.accept("%s written".formatted(cell.resolve(METRICS)));
  }

  private Map<String, String> facts(Method method, long seed, Stage stage, AnomalyDataset test) {
    Map<String, String> facts =
        CellFacts.of(
            method.title(),
            plan.preset(),
            seed,
            stage,
            plan.resolution().toString(),
            test,
            record.trainingFingerprint(),
            record.testFingerprint());
    if (plan.maxEpochs() != null) {
      facts.put("epochs, at most", plan.maxEpochs().toString());
    }
    if (method.role().blends()) {
      facts.put("temperature", Double.toString(MadeNetDetector.TEMPERATURE));
    }
    plan.files()
        .forEach(
            (file, digest) -> {
              if (TrainingFiles.takes(method, file)) {
                facts.put(file, digest);
              }
            });
    List<String> perCategory = perCategory(method);
    if (!perCategory.isEmpty()) {
      facts.put("trained per category", String.join(", ", perCategory));
    }
    return facts;
  }

  /** Of what the plan trains per category, that which the method is made of. */
  private List<String> perCategory(Method method) {
    return plan.perCategory().stream()
        .filter(name -> name.equals(method.name()) || !method.isDetector())
        .sorted()
        .toList();
  }

  /**
   * Refuses figures of another experiment, which copied cells may be.
   *
   * @throws IOException if the cell's were made otherwise than the plan says
   */
  void requireOwn(CellKey key, Method method, AnomalyDataset test) throws IOException {
    Path metrics = key.folder(folder).resolve(METRICS);
    List<String> differences =
        CellFacts.differences(metrics, facts(method, key.seed(), key.stage(), test));
    if (!differences.isEmpty()) {
      throw new IOException(
          "%s is of another experiment (%s); remove the folder of its method, or name another --out"
              .formatted(metrics, String.join("; ", differences)));
    }
  }

  /** A detector by itself for each category, which does not choose between them. */
  private List<CategoryResult> toldCategory(RunFolder run, Stage stage, AnomalyDataset test)
      throws IOException {
    List<CategoryResult> results = new ArrayList<>();
    for (String category : test.categories()) {
      MadeNetView told = MadeNetView.ofCategory(category);
      results.addAll(
          new DetectorEvaluation(evaluator, file -> told.open(MadeNetDetector.load(file)))
              .of(run, stage, test.category(category)));
    }
    return results;
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
    if (method.isDetector() || method.role() == Method.Role.WHOLE) {
      return detectors.load(file);
    }
    MadeNetDetector made = MadeNetDetector.load(file);
    if (method.submodel().isPresent()) {
      made = MadeNetView.without(method.submodel().get()).open(made);
    }
    if (method.role().blends()) {
      made = MadeNetView.blended(MadeNetDetector.TEMPERATURE).open(made);
    }
    return made;
  }
}
