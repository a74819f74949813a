package org.madenet.bench.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.madenet.bench.DetectorEntry;
import org.madenet.bench.TrainingSettings;
import org.madenet.bench.evaluation.CategoryResult;
import org.madenet.bench.evaluation.EvaluationFiles;
import org.madenet.bench.evaluation.EvaluationReport;
import org.madenet.bench.evaluation.Evaluator;
import org.madenet.bench.evaluation.OpenDetector;
import org.madenet.bench.run.RunFolder;
import org.madenet.bench.run.RunTraining;
import org.madenet.bench.table.MethodResult;
import org.madenet.core.ProgressListener;
import org.madenet.core.Stage;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Split;

/**
 * How many annotated defects fine-tuning needs: one unsupervised detector per seed, fine-tuned with
 * growing shares of the defects. What a folder holds already is not done again.
 */
public final class BudgetExperiment {

  private static final int BATCH = 8;
  private static final String METRICS = "metrics.json";

  private final DetectorEntry<?> entry;
  private final OpenDetector.Loader loader;
  private final List<TrainingSettings> settings;
  private final SortedMap<String, String> files;
  private final Path folder;
  private final ProgressListener listener;
  private final Consumer<String> notes;

  /**
   * An experiment.
   *
   * @param entry the detector
   * @param settings one for each seed
   * @param folder where it goes
   * @param listener told of progress
   * @param notes told, in one line each, what is done
   * @throws IllegalArgumentException if the detector cannot follow the settings, or has no stage
   *     two
   */
  public BudgetExperiment(
      DetectorEntry<?> entry,
      List<TrainingSettings> settings,
      Path folder,
      ProgressListener listener,
      Consumer<String> notes) {
    this.entry = entry;
    this.settings = List.copyOf(settings);
    this.loader = file -> entry.loader().load(file);
    this.folder = folder;
    this.listener = listener;
    this.notes = notes;
    for (TrainingSettings each : settings) {
      if (!training(each, new RunFolder(folder)).has(Stage.FINE_TUNE)) {
        throw new IllegalArgumentException(
            entry.name() + " learns from normal images only: annotated defects bring it nothing");
      }
    }
    TrainingSettings first = settings.get(0);
    this.files =
        new TrainingFiles(first.backboneWeights(), Optional.empty(), first.textures()).digests();
  }

  /**
   * A point of the curve.
   *
   * @param share of the defects that were annotated; 0 is the unsupervised detector
   * @param defects how many that were
   * @param results one per seed
   */
  public record Point(double share, int defects, List<MethodResult> results) {

    /** Copies the list. */
    public Point {
      results = List.copyOf(results);
    }
  }

  /**
   * Does what is not done yet.
   *
   * @param dataset training and test part
   * @param budgets growing shares
   * @param command what the user typed, for the record
   * @return the points, from no annotated defect to the largest share
   * @throws IOException if the folder is of another experiment or cannot be written, or the data
   *     lack what fine-tuning needs
   */
  public List<Point> run(AnomalyDataset dataset, List<LabelBudget> budgets, String command)
      throws IOException {
    Experiment.requireComparable(dataset);
    AnomalyDataset training = dataset.split(Split.TRAIN);
    AnomalyDataset test = dataset.split(Split.TEST);
    String fingerprint = test.fingerprint();
    for (LabelBudget budget : budgets) {
      TrainingSettings first = settings.get(0);
      training(first, new RunFolder(folder))
          .requirePossible(budget.of(training, first.seed()), Set.of(Stage.FIT, Stage.FINE_TUNE));
    }
    List<MethodResult> unsupervised = new ArrayList<>();
    for (TrainingSettings each : settings) {
      RunFolder base = new RunFolder(seed(each).resolve("unsupervised"));
      training(each, base).run(training, Set.of(Stage.FIT), Set.of(Stage.FIT), false, command);
      unsupervised.add(evaluate(base, Stage.FIT, test, fingerprint, each));
    }
    List<Point> points = new ArrayList<>();
    points.add(new Point(0, 0, unsupervised));
    for (LabelBudget budget : budgets) {
      List<MethodResult> tuned = new ArrayList<>();
      int defects = 0;
      for (TrainingSettings each : settings) {
        AnomalyDataset part = budget.of(training, each.seed());
        defects = part.anomalous().size();
        notes.accept("seed %d: %d annotated defects".formatted(each.seed(), defects));
        String name = String.format(Locale.ROOT, "share-%s", budget.share());
        RunFolder run = new RunFolder(seed(each).resolve(name));
        RunTraining<?> tuning = training(each, run);
        tuning.adoptFit(new RunFolder(seed(each).resolve("unsupervised")), part, command);
        tuning.run(part, Set.of(Stage.FINE_TUNE), Set.of(Stage.FINE_TUNE), false, command);
        tuned.add(evaluate(run, Stage.FINE_TUNE, test, fingerprint, each));
      }
      points.add(new Point(budget.share(), defects, tuned));
    }
    return points;
  }

  private Path seed(TrainingSettings settings) {
    return folder.resolve("seed-" + settings.seed());
  }

  private RunTraining<?> training(TrainingSettings settings, RunFolder run) {
    return new RunTraining<>(entry, settings, run, entry.joint(), listener, notes);
  }

  private MethodResult evaluate(
      RunFolder run,
      Stage stage,
      AnomalyDataset test,
      String testFingerprint,
      TrainingSettings settings)
      throws IOException {
    Path metrics = run.path().resolve(METRICS);
    Map<String, String> facts =
        CellFacts.of(
            entry.title(),
            settings.preset(),
            settings.seed(),
            stage,
            "the detector's input size",
            test,
            run.record().fingerprint(),
            testFingerprint);
    facts.putAll(files);
    if (!Files.exists(metrics) || !CellFacts.differences(metrics, facts).isEmpty()) {
      List<CategoryResult> results =
          new DetectorEvaluation(new Evaluator(BATCH, listener), loader).of(run, stage, test);
      EvaluationFiles.writeMetrics(new EvaluationReport(results, facts), metrics);
    }
    return MethodResult.read(entry.title(), metrics);
  }
}
