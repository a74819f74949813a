package org.madenet.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.madenet.bench.DetectorCatalog;
import org.madenet.bench.DetectorEntry;
import org.madenet.bench.TrainingSettings;
import org.madenet.bench.run.RunFolder;
import org.madenet.bench.run.RunTraining;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.Stage;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Sample;
import org.madenet.data.Split;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code madenet train}: detectors from a dataset's training part. */
@Command(
    name = "train",
    description = {
      "Trains one detector per category, or one for all, on the training part of a dataset.",
      "Stopped with Ctrl-C, the same command goes on where it was."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  madenet train --data tiles --model sfad --out run",
      "  madenet train --data tiles --model sfad --out run1 --stage fit --seed 1"
    })
public final class TrainCommand implements Callable<Integer> {

  /** With fewer, stage two lowered image AUROC on the magnetic tiles. */
  private static final int FEW_DEFECTS = 70;

  private final DetectorCatalog detectors;

  @Spec private CommandSpec spec;

  @Mixin private DataOptions data;

  @Mixin private RunOptions options;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "NAME",
      description = "The detector; madenet info lists them.")
  private String model;

  @Option(
      names = "--stage",
      defaultValue = "both",
      description =
          "fit (unsupervised, normal images only), fine-tune (supervised, after fit) or both."
              + " Default: both, where the training part has anomalous images.")
  private Stages stage;

  @Option(
      names = "--set",
      paramLabel = "OPTION=VALUE",
      description =
          "Change single options of the preset, for instance loss.gamma=1; the names are those in"
              + " a run's training.json.")
  private Map<String, String> changes = Map.of();

  @Option(
      names = "--fuse",
      paramLabel = "FILE",
      description =
          "With --model sfad: a detector that --model lpd trained (RUN/CATEGORY/*.madenet), whose"
              + " features are used beside those of the pretrained backbone.")
  private Path fuse;

  @Option(names = "--joint", description = "One detector for all categories instead of one each.")
  private boolean joint;

  /** Choices of {@code --stage}. */
  enum Stages {
    FIT(Stage.FIT.toString(), EnumSet.of(Stage.FIT), EnumSet.of(Stage.FIT)),
    FINE_TUNE(Stage.FINE_TUNE.toString(), EnumSet.allOf(Stage.class), EnumSet.allOf(Stage.class)),
    BOTH("both", EnumSet.allOf(Stage.class), EnumSet.of(Stage.FIT));

    private final String label;
    private final Set<Stage> stages;
    private final Set<Stage> required;

    Stages(String label, Set<Stage> stages, Set<Stage> required) {
      this.label = label;
      this.stages = stages;
      this.required = required;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  /**
   * The command.
   *
   * @param detectors what can be trained
   */
  public TrainCommand(DetectorCatalog detectors) {
    this.detectors = detectors;
  }

  @Override
  public Integer call() throws IOException {
    Console console = Console.of(spec);
    DetectorEntry<?> entry;
    TrainingSettings settings;
    try {
      entry = detectors.entry(model);
      settings = options.settings(entry.presets().get(0), changes, Optional.ofNullable(fuse));
    } catch (IllegalArgumentException e) {
      throw new CallerMistakeException(e.getMessage(), e);
    }
    train(entry, settings, console);
    console.line(data.next(options.out()));
    return 0;
  }

  private <D extends AnomalyDetector> void train(
      DetectorEntry<D> entry, TrainingSettings settings, Console console) throws IOException {
    try (Console.ProgressDisplay progress = console.progress()) {
      options.stoppable(
          () -> {
            RunTraining<D> training = training(entry, settings, progress, console);
            AnomalyDataset dataset = data.open(Split.TRAIN, console);
            boolean anything =
                training.run(
                    dataset, stage.stages, stage.required, options.force(), CommandText.of(spec));
            if (!anything) {
              console.line(
                  options.out()
                      + ": this training is finished already; --force would train it anew");
            }
            adviseOnFewDefects(dataset, console);
          });
    }
  }

  /** What label budgets on the magnetic tiles showed: docs/experiments.md. */
  private void adviseOnFewDefects(AnomalyDataset dataset, Console console) throws IOException {
    long defects = dataset.samples().stream().filter(Sample::anomalous).count();
    boolean tuned =
        new RunFolder(options.out())
            .record().categories().values().stream()
                .anyMatch(done -> done.containsKey(Stage.FINE_TUNE.toString()));
    if (tuned && stage.stages.contains(Stage.FINE_TUNE) && defects < FEW_DEFECTS) {
      console.line(
          "Stage fine-tune had few defects, %d: evaluate --stage fit as well, and keep what is better."
              .formatted(defects));
    }
  }

  private <D extends AnomalyDetector> RunTraining<D> training(
      DetectorEntry<D> entry,
      TrainingSettings settings,
      Console.ProgressDisplay progress,
      Console console) {
    try {
      return new RunTraining<>(
          entry, settings, new RunFolder(options.out()), joint, progress, console::line);
    } catch (IllegalArgumentException e) {
      throw new CallerMistakeException(e.getMessage(), e);
    }
  }
}
