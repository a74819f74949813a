package org.madenet.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import org.madenet.bench.DetectorCatalog;
import org.madenet.bench.TrainingSettings;
import org.madenet.bench.run.EnsembleTraining;
import org.madenet.bench.run.RunFolder;
import org.madenet.bench.run.Stage;
import org.madenet.bench.table.SelectionTable;
import org.madenet.core.io.AtomicFiles;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Split;
import org.madenet.ism.MadeNetDetector;
import org.madenet.ism.MadeNetOptions;
import org.madenet.ism.MadeNetPresets;
import org.madenet.ism.Submodel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code madenet ensemble}: MADE-Net from a dataset's training part. */
@Command(
    name = "ensemble",
    description = {
      "Trains MADE-Net on the training part of a dataset: all submodels in both stages, the",
      "classifier of categories, and the choice of what serves which. RUN is then used like any",
      "other run, with evaluate and predict. Stopped with Ctrl-C, the same command goes on."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  madenet ensemble --data mini --out made-net",
      "  madenet evaluate --data mini --model made-net --out report"
    })
public final class EnsembleCommand implements Callable<Integer> {

  private final DetectorCatalog detectors;

  @Spec private CommandSpec spec;

  @Mixin private DataOptions data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "RUN",
      description = "Folder for everything; made if it does not exist.")
  private Path out;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      defaultValue = "lite",
      description = "The options of all parts to start from: lite or smoke. Default: lite.")
  private String preset;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "The one seed of all randomness. Default: 0.")
  private long seed;

  @Option(
      names = "--submodels",
      split = ",",
      paramLabel = "NAME",
      description = "What it may choose from. Default: sfad,srad,lpd.")
  private List<String> submodels = List.of("sfad", "srad", "lpd");

  @Option(
      names = "--max-epochs",
      paramLabel = "N",
      description = "Epochs of each stage of each submodel, at most.")
  private Integer maxEpochs;

  @Option(
      names = "--paper-choices",
      description = "Choose by the paper's Table 6 in the place of what was measured.")
  private boolean paperChoices;

  @Option(names = "--force", description = "Delete an earlier run in the folder.")
  private boolean force;

  /**
   * The command.
   *
   * @param detectors knows the submodels
   */
  public EnsembleCommand(DetectorCatalog detectors) {
    this.detectors = detectors;
  }

  @Override
  public Integer call() throws IOException {
    Console console = Console.of(spec);
    RunFolder folder = new RunFolder(out);
    List<Stage> done;
    try (Console.ProgressDisplay progress = console.progress()) {
      EnsembleTraining training = training(folder, progress, console);
      AnomalyDataset dataset = data.open(Split.TRAIN, console);
      done = training.run(dataset, force, CommandText.of(spec));
    } catch (IOException | RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new StoppedException(
            "training was stopped; the same command goes on with what is in " + out, e);
      }
      throw e;
    }
    StringBuilder selection = new StringBuilder();
    for (Stage stage : done) {
      Path file = folder.detector("", Optional.of(stage));
      try (MadeNetDetector made = MadeNetDetector.load(file)) {
        SelectionTable table = new SelectionTable(made);
        console.line("");
        console.line(table.toText());
        selection.append(table.toMarkdown()).append(System.lineSeparator());
      }
    }
    AtomicFiles.writeString(out.resolve("selection.md"), selection.toString());
    console.line("Next: madenet evaluate --data DIR --model " + out + " --out REPORT");
    return 0;
  }

  private EnsembleTraining training(
      RunFolder folder, Console.ProgressDisplay progress, Console console) {
    try {
      Set<Submodel> chosen = EnumSet.noneOf(Submodel.class);
      submodels.forEach(name -> chosen.add(Submodel.of(name)));
      MadeNetOptions options = MadeNetPresets.named(preset).withSeed(seed);
      if (preset.equals("paper")) {
        throw new IllegalArgumentException(
            "preset paper needs weights that madenet does not come with: choose --preset lite, or assemble from Java with MadeNetAssembler and BackboneWeights.file");
      }
      return new EnsembleTraining(
          detectors,
          new TrainingSettings(
              preset,
              seed,
              maxEpochs == null ? OptionalInt.empty() : OptionalInt.of(maxEpochs),
              Map.of(),
              Optional.empty()),
          paperChoices ? options.withPaperChoices() : options,
          chosen,
          folder,
          folder.path(),
          progress,
          console::line);
    } catch (IllegalArgumentException e) {
      throw new CallerMistakeException(e.getMessage(), e);
    }
  }
}
