package org.madenet.bench.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.madenet.bench.DetectorCatalog;
import org.madenet.bench.DetectorEntry;
import org.madenet.bench.TrainingSettings;
import org.madenet.bench.run.EnsembleTraining;
import org.madenet.bench.run.RunFolder;
import org.madenet.bench.run.RunTraining;
import org.madenet.bench.table.MethodResult;
import org.madenet.core.ProgressListener;
import org.madenet.core.Stage;
import org.madenet.core.io.AtomicFiles;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Split;
import org.madenet.ism.MadeNetDetector;
import org.madenet.ism.MadeNetPresets;
import org.madenet.ism.Submodel;

/**
 * Trains and evaluates what a plan asks for. Each training and each evaluation is a step of its
 * own: what a folder holds already is not done again, and an interrupted training goes on where it
 * was. Once all figures of a method and seed are there, its trained detectors are needed no more:
 * {@code cells} alone can be kept, moved and added to.
 */
public final class Experiment {

  /** Name of the record in an experiment's folder. */
  public static final String RECORD = "experiment.json";

  private final DetectorCatalog detectors;
  private final ExperimentPlan plan;
  private final TrainingFiles files;
  private final List<Method> methods;
  private final Path folder;
  private final ProgressListener listener;
  private final Consumer<String> notes;

  /**
   * An experiment whose trainings start from what comes with the library.
   *
   * @param detectors what there is
   * @param plan what is wanted
   * @param folder where it goes
   * @param listener told of progress
   * @param notes told, in one line each, what is done
   * @throws IllegalArgumentException if the plan names a method, detector or preset that does not
   *     exist
   */
  public Experiment(
      DetectorCatalog detectors,
      ExperimentPlan plan,
      Path folder,
      ProgressListener listener,
      Consumer<String> notes) {
    this(detectors, plan, TrainingFiles.NONE, folder, listener, notes);
  }

  /**
   * An experiment.
   *
   * @param detectors what there is
   * @param plan what is wanted
   * @param files what trainings start from; of the plan's digests
   * @param folder where it goes
   * @param listener told of progress
   * @param notes told, in one line each, what is done
   * @throws IllegalArgumentException if the plan names a method, detector or preset that does not
   *     exist, or is of other files, or if no method takes one of the files
   */
  public Experiment(
      DetectorCatalog detectors,
      ExperimentPlan plan,
      TrainingFiles files,
      Path folder,
      ProgressListener listener,
      Consumer<String> notes) {
    this.detectors = detectors.perCategory(plan.perCategory());
    this.plan = plan;
    this.methods = Method.named(detectors, plan.methods());
    this.files = files;
    this.folder = folder;
    this.listener = listener;
    this.notes = notes;
    requireOwnFiles();
    // What one of them lacks shows now, and not after the hours of those before it.
    for (Method method : methods) {
      if (method.isDetector()) {
        requirePreset(method);
        training(method, plan.seeds().get(0));
      }
    }
    if (hasMadeNet()) {
      ensemble(plan.seeds().get(0));
    }
  }

  private void requireOwnFiles() {
    SortedMap<String, String> digests = files.digests();
    if (!plan.files().equals(digests)) {
      throw new IllegalArgumentException(
          "the experiment is of the files %s, not of %s; name them with --backbone-weights, --classifier-weights and --textures"
              .formatted(plan.files(), digests));
    }
    for (String file : digests.keySet()) {
      if (methods.stream().noneMatch(method -> TrainingFiles.takes(method, file))) {
        throw new IllegalArgumentException(
            "no method of the experiment takes the file of %s; leave it out".formatted(file));
      }
    }
  }

  private void requirePreset(Method method) {
    List<String> presets = detectors.entry(method.name()).presets();
    if (!presets.contains(plan.preset())) {
      throw new IllegalArgumentException(
          "%s has no preset '%s'; it has %s"
              .formatted(method.name(), plan.preset(), String.join(", ", presets)));
    }
  }

  private boolean hasMadeNet() {
    return !methods.stream().allMatch(Method::isDetector);
  }

  /**
   * Does what is not done yet.
   *
   * @param dataset training and test part
   * @param command what the user typed, for the record
   * @return all figures
   * @throws IOException if the folder is of another experiment, a file cannot be written, or the
   *     data lack what a method needs
   */
  public ExperimentResults run(AnomalyDataset dataset, String command) throws IOException {
    return repeat(dataset, command, Optional.empty()).results();
  }

  /**
   * What a repetition came to.
   *
   * @param results all figures
   * @param computed how many of their cells were computed in this repetition; the others, or the
   *     detectors that they are of, were there when it began
   */
  public record Repeated(ExperimentResults results, int computed) {}

  /**
   * The same as a repetition, which counts what it computes. Stopped, it goes on counting.
   *
   * @param dataset training and test part
   * @param command what the user typed, for the record
   * @param figures digest of the figures that are repeated; empty counts nothing
   * @return all figures
   * @throws IOException as {@link #run} does
   */
  public Repeated repeat(AnomalyDataset dataset, String command, Optional<String> figures)
      throws IOException {
    requireComparable(dataset);
    ExperimentRecord record = prepare(ExperimentRecord.of(plan, dataset, command));
    Optional<Repetition> repetition = Optional.empty();
    if (figures.isPresent()) {
      repetition = Optional.of(Repetition.open(folder, figures.get()));
    }
    AnomalyDataset train = dataset.split(Split.TRAIN);
    AnomalyDataset test = dataset.split(Split.TEST);
    CellEvaluation evaluation =
        new CellEvaluation(detectors, folder, record, listener, notes, repetition);
    requireOwnCells(evaluation, test);
    for (long seed : plan.seeds()) {
      List<Method> missing = new ArrayList<>();
      for (Method method : methods) {
        if (!evaluation.isComplete(method, seed)) {
          missing.add(method);
        }
      }
      train(missing, train, seed, command);
      for (Method method : missing) {
        evaluation.evaluateMissing(method, seed, test);
      }
    }
    ExperimentResults results = results(dataset);
    record
        .withFigures(results.digest(), origins(results.cells().keySet()))
        .write(folder.resolve(RECORD));
    AtomicFiles.writeString(folder.resolve("figures.csv"), results.toCsv());
    return new Repeated(results, repetition.map(r -> r.count(results.cells().keySet())).orElse(0));
  }

  /** Refuses cells of another experiment before anything is trained. */
  private void requireOwnCells(CellEvaluation evaluation, AnomalyDataset test) throws IOException {
    for (Method method : methods) {
      for (Stage stage : Stage.values()) {
        for (long seed : plan.seeds()) {
          CellKey key = new CellKey(method.name(), stage, seed);
          if (Files.exists(key.folder(folder).resolve(CellEvaluation.METRICS))) {
            evaluation.requireOwn(key, method, test);
          }
        }
      }
    }
  }

  /** Refuses before hours of training what could not be evaluated after them. */
  static void requireComparable(AnomalyDataset dataset) throws IOException {
    AnomalyDataset train = dataset.split(Split.TRAIN);
    AnomalyDataset test = dataset.split(Split.TEST);
    for (String category : test.categories()) {
      AnomalyDataset part = test.category(category);
      if (part.normal().samples().isEmpty() || part.anomalous().samples().isEmpty()) {
        throw new IOException(
            "%s: the test part has %d normal and %d anomalous images, and figures need both; leave the category out with --category"
                .formatted(
                    category, part.normal().samples().size(), part.anomalous().samples().size()));
      }
      if (!train.categories().contains(category)) {
        throw new IOException(
            category + ": it has test images, but none to train on; leave it out with --category");
      }
    }
  }

  private ExperimentRecord prepare(ExperimentRecord wanted) throws IOException {
    Path file = folder.resolve(RECORD);
    if (Files.exists(file)) {
      List<String> differences = ExperimentRecord.read(file).differences(wanted);
      if (!differences.isEmpty()) {
        throw new IOException(
            "%s holds another experiment (%s); repeat that, or name another folder"
                .formatted(folder, String.join("; ", differences)));
      }
    }
    Files.createDirectories(folder);
    wanted.write(file);
    return wanted;
  }

  private void train(List<Method> missing, AnomalyDataset train, long seed, String command)
      throws IOException {
    for (Method method : missing) {
      if (method.isDetector()) {
        notes.accept("seed %d: %s".formatted(seed, method.title()));
        training(method, seed)
            .run(train, Set.of(Stage.values()), Set.of(Stage.FIT), false, command);
      }
    }
    if (!missing.stream().allMatch(Method::isDetector)) {
      notes.accept("seed %d: MADE-Net".formatted(seed));
      ensemble(seed).run(train, false, command);
    }
  }

  private EnsembleTraining ensemble(long seed) {
    return new EnsembleTraining(
        detectors,
        settings(seed, files),
        MadeNetPresets.named(plan.preset()).toBuilder().seed(seed).build(),
        files.classifierWeights(),
        Set.of(Submodel.values()),
        run(folder, MadeNetDetector.KIND, seed),
        runs(folder, seed),
        listener,
        notes);
  }

  private RunTraining<?> training(Method method, long seed) {
    DetectorEntry<?> entry = detectors.entry(method.name());
    return new RunTraining<>(
        entry,
        settings(seed, files.of(method)),
        run(folder, method.name(), seed),
        entry.joint(),
        listener,
        notes);
  }

  private TrainingSettings settings(long seed, TrainingFiles from) {
    return new TrainingSettings(
        plan.preset(),
        seed,
        plan.maxEpochs() == null ? OptionalInt.empty() : OptionalInt.of(plan.maxEpochs()),
        Map.of(),
        Optional.empty(),
        from.backboneWeights(),
        from.textures());
  }

  /**
   * Where the assembled MADE-Net of a seed is.
   *
   * @param seed one of the plan's
   * @return its file after the last stage that is done; empty if the plan has no MADE-Net, or
   *     nothing but its figures is kept
   * @throws IOException if the folder cannot be read
   */
  public Optional<Path> madeNet(long seed) throws IOException {
    RunFolder run = run(folder, MadeNetDetector.KIND, seed);
    return !hasMadeNet() || !Files.exists(run.path()) || run.categories().isEmpty()
        ? Optional.empty()
        : Optional.of(run.detector("", Optional.empty()));
  }

  static RunFolder run(Path folder, String name, long seed) {
    return new RunFolder(runs(folder, seed).resolve(name));
  }

  private static Path runs(Path folder, long seed) {
    return runs(folder).resolve(seed(seed));
  }

  static Path runs(Path folder) {
    return folder.resolve("runs");
  }

  static String seed(long seed) {
    return "seed-" + seed;
  }

  private List<String> origins(Set<CellKey> cells) throws IOException {
    SortedSet<String> origins = new TreeSet<>();
    for (CellKey cell : cells) {
      origins.add(CellFacts.origin(cell.folder(folder).resolve(CellEvaluation.METRICS)));
    }
    return List.copyOf(origins);
  }

  private ExperimentResults results(AnomalyDataset dataset) throws IOException {
    Map<CellKey, MethodResult> cells = new LinkedHashMap<>();
    Map<CellKey, SortedMap<String, Submodel>> choices = new LinkedHashMap<>();
    for (Method method : methods) {
      for (Stage stage : Stage.values()) {
        for (long seed : plan.seeds()) {
          CellKey key = new CellKey(method.name(), stage, seed);
          Path metrics = key.folder(folder).resolve(CellEvaluation.METRICS);
          if (Files.exists(metrics)) {
            cells.put(key, MethodResult.read(method.title(), metrics));
            if (method.role() == Method.Role.WHOLE) {
              choices.put(key, CellEvaluation.choices(key.folder(folder)));
            }
          }
        }
      }
    }
    return new ExperimentResults(dataset.name(), plan.seeds(), methods, cells, choices);
  }
}
