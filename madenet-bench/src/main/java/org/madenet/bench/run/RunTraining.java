package org.madenet.bench.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.madenet.bench.DetectorEntry;
import org.madenet.bench.TrainingSettings;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.DetectorTrainer;
import org.madenet.core.ProgressListener;
import org.madenet.core.Stage;
import org.madenet.core.TrainingRun;
import org.madenet.core.io.AtomicFiles;
import org.madenet.core.io.PlainJson;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Sample;
import org.madenet.data.SampleImages;
import org.madenet.data.Split;
import org.madenet.data.ValidationSplit;

/**
 * Trains one detector per category, or one for all, into a run folder. Sees training samples only.
 * The same call goes on with an interrupted run; stages that are done are not repeated.
 *
 * @param <D> the kind of detector
 */
public final class RunTraining<D extends AnomalyDetector> {

  private final DetectorEntry<D> entry;
  private final TrainingSettings settings;
  private final DetectorEntry.Setup<D> setup;
  private final RunFolder folder;
  private final boolean joint;
  private final ProgressListener listener;
  private final Consumer<String> notes;

  /**
   * A training.
   *
   * @param entry the kind of detector
   * @param settings what the user chose
   * @param folder where the run goes
   * @param joint whether one detector is trained for all categories
   * @param listener told of progress
   * @param notes told, in one line each, what is done and what is skipped
   * @throws IllegalArgumentException if the detector cannot follow the settings
   */
  public RunTraining(
      DetectorEntry<D> entry,
      TrainingSettings settings,
      RunFolder folder,
      boolean joint,
      ProgressListener listener,
      Consumer<String> notes) {
    this.entry = entry;
    this.settings = settings;
    this.setup = entry.setup().apply(settings);
    setup
        .obstacle()
        .ifPresent(
            obstacle -> {
              throw new IllegalArgumentException(obstacle);
            });
    this.folder = folder;
    this.joint = joint;
    this.listener = listener;
    this.notes = notes;
  }

  /**
   * Trains what is not trained yet.
   *
   * @param dataset the training part; its samples must all be {@link Split#TRAIN}
   * @param stages which stages
   * @param required stages whose impossibility is an error; the others are skipped with a note
   * @param force whether to replace an earlier run
   * @param command what the user typed, for the record
   * @return whether there was anything to do
   * @throws IOException if the folder cannot be used, or the data lack what a stage needs
   */
  public boolean run(
      AnomalyDataset dataset, Set<Stage> stages, Set<Stage> required, boolean force, String command)
      throws IOException {
    dataset.samples().forEach(RunTraining::requireTraining);
    Map<String, List<Sample>> byCategory = byDetector(dataset);
    requireFolders(byCategory.keySet());
    requirePossible(byCategory, required);
    RunRecord record = folder.prepare(record(dataset, command), force);
    boolean anything = false;
    for (Map.Entry<String, List<Sample>> category : byCategory.entrySet()) {
      for (Stage stage : Stage.values()) {
        if (!stages.contains(stage) || record.finished(category.getKey(), stage)) {
          continue;
        }
        Optional<String> obstacle = obstacle(category.getValue(), stage);
        if (obstacle.isPresent()) {
          notes.accept(without(category.getKey(), stage, obstacle.get()));
          continue;
        }
        record = train(record, category.getKey(), category.getValue(), stage);
        anything = true;
      }
    }
    return anything;
  }

  /** A folder for each, also where file systems take upper and lower case for the same. */
  private void requireFolders(Set<String> names) throws IOException {
    Map<String, String> seen = new HashMap<>();
    for (String name : names) {
      folder.file(name, Stage.FIT);
      String same = seen.put(name.toLowerCase(Locale.ROOT), name);
      if (same != null) {
        throw new IOException(
            "categories '%s' and '%s' would have one folder where upper and lower case are the same; rename one in the dataset"
                .formatted(same, name));
      }
    }
  }

  private Map<String, List<Sample>> byDetector(AnomalyDataset dataset) {
    Map<String, List<Sample>> byCategory = new TreeMap<>();
    if (joint) {
      byCategory.put(RunRecord.ALL_CATEGORIES, dataset.samples());
    } else {
      dataset.categories().forEach(c -> byCategory.put(c, dataset.category(c).samples()));
    }
    return byCategory;
  }

  /**
   * Refuses before hours of training what would be refused after them. {@link #run} does so itself.
   *
   * @param dataset the training part
   * @param required stages that every detector must come to
   * @throws IOException if the data lack what one of them needs
   */
  public void requirePossible(AnomalyDataset dataset, Set<Stage> required) throws IOException {
    requirePossible(byDetector(dataset), required);
  }

  private void requirePossible(Map<String, List<Sample>> byCategory, Set<Stage> required)
      throws IOException {
    for (Map.Entry<String, List<Sample>> category : byCategory.entrySet()) {
      for (Stage stage : required) {
        Optional<String> obstacle = obstacle(category.getValue(), stage);
        if (obstacle.isPresent()) {
          throw new IOException(without(category.getKey(), stage, obstacle.get()));
        }
      }
    }
  }

  private static String without(String category, Stage stage, String obstacle) {
    return category + ": no stage " + stage + ", " + obstacle;
  }

  /**
   * Takes stage one over from another run, so that stage two alone is trained here. Both must have
   * the same settings and the same normal images.
   *
   * @param from a run whose stage one is done
   * @param dataset the training part of this run
   * @param command what the user typed, for the record
   * @throws IOException if the other run is of other settings or images, or a file cannot be copied
   */
  public void adoptFit(RunFolder from, AnomalyDataset dataset, String command) throws IOException {
    RunRecord wanted = record(dataset, command);
    RunRecord other = from.record();
    if (!wanted.sameSettings(other)) {
      throw new IOException(from.path() + " is a run of other settings; its stage one is no use");
    }
    RunRecord record = folder.prepare(wanted, false);
    for (Map.Entry<String, Map<String, RunRecord.FinishedStage>> category :
        other.categories().entrySet()) {
      String name = category.getKey();
      if (record.finished(name, Stage.FIT)) {
        continue;
      }
      RunRecord.FinishedStage done = category.getValue().get(Stage.FIT.toString());
      requireSameImages(from, done, joint ? dataset : dataset.category(name));
      Path file = folder.file(name, Stage.FIT);
      Files.createDirectories(file.getParent());
      AtomicFiles.write(file, out -> Files.copy(from.file(name, Stage.FIT), out));
      record = record.with(name, Stage.FIT, done);
      record.write(folder.path());
    }
  }

  private void requireSameImages(
      RunFolder from, RunRecord.FinishedStage done, AnomalyDataset dataset) throws IOException {
    ValidationSplit split = ValidationSplit.of(dataset.normal().samples(), settings.seed());
    String here = SampleImages.normal(split.train(), setup.inputSize()).fingerprint();
    if (done == null || !done.provenance().dataFingerprints().containsValue(here)) {
      throw new IOException(
          from.path() + " was not trained on these normal images; its stage one is no use");
    }
  }

  private static void requireTraining(Sample sample) {
    if (sample.split() != Split.TRAIN) {
      throw new IllegalArgumentException(
          sample.id() + " is a test sample; training must not see it");
    }
  }

  private RunRecord record(AnomalyDataset dataset, String command) throws IOException {
    return new RunRecord(
        RunRecord.FORMAT,
        entry.name(),
        settings.preset(),
        settings.seed(),
        PlainJson.parse(setup.options().getBytes(StandardCharsets.UTF_8)),
        dataset.name(),
        dataset.layout(),
        dataset.fingerprint(),
        command,
        joint,
        Map.of());
  }

  /**
   * Whether the detector has a stage at all.
   *
   * @param stage the stage
   * @return true for stage one
   */
  public boolean has(Stage stage) {
    return stage == Stage.FIT || setup.trainer() instanceof DetectorTrainer;
  }

  /** Why a stage is impossible with these samples. */
  private Optional<String> obstacle(List<Sample> samples, Stage stage) {
    if (!has(stage)) {
      return Optional.of(entry.name() + " learns from normal images only");
    }
    ValidationSplit split = ValidationSplit.of(samples, settings.seed());
    List<Sample> normal = split.train().stream().filter(s -> !s.anomalous()).toList();
    List<Sample> anomalous = split.train().stream().filter(Sample::anomalous).toList();
    List<Sample> heldOut = split.validation();
    if (normal.size() < 2 || heldOut.stream().allMatch(Sample::anomalous)) {
      return Optional.of(
          "it needs 3 normal training images of a category or more, one to hold out, and there are "
              + samples.stream().filter(s -> !s.anomalous()).count());
    }
    if (stage == Stage.FIT) {
      return Optional.empty();
    }
    if (anomalous.isEmpty() || heldOut.stream().noneMatch(Sample::anomalous)) {
      return Optional.of(
          "it needs 2 anomalous training images of a category or more, one to hold out, and there are "
              + samples.stream().filter(Sample::anomalous).count());
    }
    if (needsMasks() && anomalous.stream().allMatch(s -> s.mask().isEmpty())) {
      return Optional.of(
          "%s learns from marked pixels, and none of the %d anomalous images to learn from has a ground-truth mask"
              .formatted(entry.name(), anomalous.size()));
    }
    return Optional.empty();
  }

  private boolean needsMasks() {
    return setup.trainer() instanceof DetectorTrainer<D> trainer && trainer.needsMasks();
  }

  private RunRecord train(RunRecord record, String category, List<Sample> samples, Stage stage)
      throws IOException {
    Files.createDirectories(folder.checkpoints(category));
    boolean resumed = folder.hasCheckpoint(category);
    notes.accept(
        "%s: %s %s on %d images"
            .formatted(
                category, resumed ? "going on with stage" : "stage", stage, used(samples, stage)));
    CategoryListener heard = new CategoryListener(category, listener);
    TrainingRun run = new TrainingRun(Optional.of(folder.checkpoints(category)), heard);
    long start = System.nanoTime();
    try (D detector = detector(category, samples, stage, run)) {
      detector.save(folder.file(category, stage));
      double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
      RunRecord after =
          record.with(
              category,
              stage,
              new RunRecord.FinishedStage(seconds, resumed, detector.provenance(), heard.epochs()));
      after.write(folder.path());
      folder.deleteCheckpoints(category);
      notes.accept(
          String.format(
              Locale.ROOT, "%s written after %.1f s", folder.file(category, stage), seconds));
      return after;
    }
  }

  private static long used(List<Sample> samples, Stage stage) {
    return samples.stream().filter(s -> stage == Stage.FINE_TUNE || !s.anomalous()).count();
  }

  private D detector(String category, List<Sample> samples, Stage stage, TrainingRun run)
      throws IOException {
    if (stage == Stage.FIT) {
      ValidationSplit split =
          ValidationSplit.of(
              samples.stream().filter(s -> !s.anomalous()).toList(), settings.seed());
      return setup
          .trainer()
          .fit(
              SampleImages.normal(split.train(), setup.inputSize()),
              SampleImages.normal(split.validation(), setup.inputSize()),
              run);
    }
    if (!(setup.trainer() instanceof DetectorTrainer<D> trainer)) {
      throw new IllegalStateException(entry.name() + " has no stage " + stage);
    }
    ValidationSplit split = ValidationSplit.of(samples, settings.seed());
    try (D before = entry.loader().load(folder.file(category, Stage.FIT))) {
      return trainer.fineTune(
          before,
          SampleImages.labelled(split.train(), setup.inputSize()),
          SampleImages.labelled(split.validation(), setup.inputSize()),
          run);
    }
  }
}
