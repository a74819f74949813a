package org.madenet.bench.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.madenet.bench.DetectorCatalog;
import org.madenet.bench.DetectorEntry;
import org.madenet.bench.TrainingSettings;
import org.madenet.bench.WeightsFile;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.ProgressListener;
import org.madenet.core.Stage;
import org.madenet.core.TrainingRun;
import org.madenet.core.backbone.Backbones;
import org.madenet.core.io.PlainJson;
import org.madenet.data.AnomalyDataset;
import org.madenet.ism.MadeNetAssembler;
import org.madenet.ism.MadeNetAssembler.Trained;
import org.madenet.ism.MadeNetDetector;
import org.madenet.ism.MadeNetOptions;
import org.madenet.ism.PerformanceMap;
import org.madenet.ism.Submodel;

/**
 * Trains the whole of MADE-Net: each submodel into a run of its own, for all categories together or
 * for each by itself, as the catalogue says, and for each stage one file of everything. The same
 * call goes on with an interrupted run.
 */
public final class EnsembleTraining {

  private final DetectorCatalog detectors;
  private final TrainingSettings settings;
  private final MadeNetOptions options;
  private final Optional<WeightsFile> classifierWeights;
  private final List<Submodel> submodels;
  private final RunFolder folder;
  private final Path parts;
  private final ProgressListener listener;
  private final Consumer<String> notes;

  /**
   * A training.
   *
   * @param detectors knows the submodels
   * @param settings preset and seed of the submodels, and changes of their options, under their
   *     names; weights of a backbone are SFAD's, textures SRAD's
   * @param options of MADE-Net itself, with the same seed
   * @param classifierWeights file with initial weights of the classifier's backbone; empty starts
   *     it as the options say
   * @param submodels what it may choose from, at least one
   * @param folder where MADE-Net goes
   * @param parts where the runs of the submodels go, each into a folder of its name
   * @param listener told of progress
   * @param notes told, in one line each, what is done
   * @throws IllegalArgumentException if there is no submodel, or one cannot follow the settings, or
   *     the classifier's weights are missing or not its own
   */
  public EnsembleTraining(
      DetectorCatalog detectors,
      TrainingSettings settings,
      MadeNetOptions options,
      Optional<Path> classifierWeights,
      Set<Submodel> submodels,
      RunFolder folder,
      Path parts,
      ProgressListener listener,
      Consumer<String> notes) {
    this.detectors = detectors;
    this.settings = settings;
    this.options = options;
    this.submodels = submodels.stream().sorted().toList();
    this.folder = folder;
    this.parts = parts;
    this.listener = listener;
    this.notes = notes;
    if (submodels.isEmpty()) {
      throw new IllegalArgumentException("name at least one submodel");
    }
    if (settings.textures().isPresent() && !submodels.contains(Submodel.SRAD)) {
      throw new IllegalArgumentException(
          "textures are for SRAD, which is none of the submodels; leave --textures out");
    }
    this.classifierWeights = classifierWeights.map(this::classifierWeights);
    if (this.classifierWeights.isEmpty() && !options.classifier().embeddedWeights()) {
      throw new IllegalArgumentException(
          "preset %s needs weights of the classifier's %s, which madenet does not come with: name a safetensors file of them with --classifier-weights, or choose --preset lite"
              .formatted(settings.preset(), options.classifier().backbone()));
    }
    // What a submodel lacks shows now, and not after the hours of those before it.
    this.submodels.forEach(submodel -> training(detectors.entry(submodel.kind()), submodel));
  }

  private WeightsFile classifierWeights(Path file) {
    return WeightsFile.read(file, Backbones.named(options.classifier().backbone()));
  }

  private record Choice(MadeNetOptions madeNet, List<Submodel> submodels) {}

  /**
   * Trains what is not trained yet.
   *
   * @param dataset the training part
   * @param force whether to replace an earlier run
   * @param command what the user typed, for the record
   * @return the stages that every submodel has finished
   * @throws IOException if the folder cannot be used, or the data lack what a stage needs
   */
  public List<Stage> run(AnomalyDataset dataset, boolean force, String command) throws IOException {
    try {
      MadeNetAssembler.requireEnough(dataset.samples());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (options.paperChoices()) {
      requirePaperChoices(dataset);
    }
    RunRecord record = folder.prepare(record(dataset, command), force);
    if (force) {
      // All of them now: stopped after the first, the same command goes on with none of the old.
      for (Submodel submodel : submodels) {
        of(submodel).deleteRun();
      }
    }
    for (Submodel submodel : submodels) {
      training(detectors.entry(submodel.kind()), submodel)
          .run(dataset, Set.of(Stage.values()), Set.of(Stage.FIT), false, command);
    }
    List<Stage> done = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      Map<Submodel, Map<String, Path>> trained = new EnumMap<>(Submodel.class);
      for (Submodel submodel : submodels) {
        files(submodel, dataset, stage).ifPresent(files -> trained.put(submodel, files));
      }
      if (trained.size() < submodels.size()) {
        notes.accept(
            "made-net: no stage %s, which %s did not come to"
                .formatted(
                    stage,
                    submodels.stream()
                        .filter(submodel -> !trained.containsKey(submodel))
                        .map(Submodel::kind)
                        .collect(Collectors.joining(" and "))));
        continue;
      }
      if (!record.finished(RunRecord.ALL_CATEGORIES, stage)) {
        List<Trained> all = new ArrayList<>();
        trained.forEach((submodel, files) -> all.add(new Trained(submodel, files)));
        record = assemble(record, dataset, stage, all);
      }
      done.add(stage);
    }
    folder.deleteCheckpoints(RunRecord.ALL_CATEGORIES);
    return done;
  }

  private void requirePaperChoices(AnomalyDataset dataset) throws IOException {
    List<String> without =
        dataset.categories().stream()
            .filter(c -> PerformanceMap.paperChoice(c).filter(submodels::contains).isEmpty())
            .toList();
    if (without.size() == dataset.categories().size()) {
      throw new IOException(
          "the paper's Table 6 chooses none of the submodels for %s; leave --paper-choices out"
              .formatted(String.join(", ", without)));
    }
    if (!without.isEmpty()) {
      notes.accept(
          "The paper's Table 6 chooses none of the submodels for %s: there the choice is by what is measured."
              .formatted(String.join(", ", without)));
    }
  }

  private RunRecord record(AnomalyDataset dataset, String command) {
    ObjectNode choice = (ObjectNode) PlainJson.toTree(new Choice(options, submodels));
    classifierWeights.ifPresent(weights -> choice.put("classifierWeights", weights.digest()));
    return new RunRecord(
        RunRecord.FORMAT,
        MadeNetDetector.KIND,
        settings.preset(),
        settings.seed(),
        choice,
        dataset.name(),
        dataset.layout(),
        dataset.fingerprint(),
        command,
        true,
        Map.of());
  }

  private <D extends AnomalyDetector> RunTraining<D> training(
      DetectorEntry<D> entry, Submodel submodel) {
    TrainingSettings own = settings.ofPart(submodel.kind());
    if (submodel != Submodel.SFAD) {
      own = own.withBackboneWeights(Optional.empty());
    }
    if (submodel != Submodel.SRAD) {
      own = own.withTextures(Optional.empty());
    }
    try {
      return new RunTraining<>(entry, own, of(submodel), entry.joint(), listener, notes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(submodel.kind() + ": " + e.getMessage(), e);
    }
  }

  private RunFolder of(Submodel submodel) {
    return new RunFolder(parts.resolve(submodel.kind()));
  }

  /** A submodel's detector of each category after a stage, if all have come so far. */
  private Optional<Map<String, Path>> files(Submodel submodel, AnomalyDataset dataset, Stage stage)
      throws IOException {
    RunRecord record = of(submodel).record();
    Map<String, Path> files = new LinkedHashMap<>();
    for (String category : dataset.categories()) {
      if (!record.finished(record.detectorOf(category), stage)) {
        return Optional.empty();
      }
      files.put(category, of(submodel).detector(category, Optional.of(stage)));
    }
    return Optional.of(files);
  }

  private MadeNetAssembler assembler() {
    return classifierWeights
        .map(file -> new MadeNetAssembler(options, file.weights()))
        .orElseGet(() -> new MadeNetAssembler(options));
  }

  private RunRecord assemble(
      RunRecord record, AnomalyDataset dataset, Stage stage, List<Trained> trained)
      throws IOException {
    Path file = folder.file(RunRecord.ALL_CATEGORIES, stage);
    // Each stage's classifier has a folder of its own in there.
    Path checkpoints = folder.checkpoints(RunRecord.ALL_CATEGORIES);
    Files.createDirectories(checkpoints);
    notes.accept("made-net: choosing after stage " + stage);
    long start = System.nanoTime();
    assembler()
        .assemble(
            dataset.samples(),
            stage,
            trained,
            new TrainingRun(Optional.of(checkpoints), listener),
            file);
    double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
    try (MadeNetDetector made = MadeNetDetector.load(file)) {
      RunRecord after =
          record.with(
              RunRecord.ALL_CATEGORIES,
              stage,
              new RunRecord.FinishedStage(seconds, false, made.provenance(), List.of()));
      after.write(folder.path());
      notes.accept(String.format(Locale.ROOT, "%s written after %.1f s", file, seconds));
      return after;
    }
  }
}
