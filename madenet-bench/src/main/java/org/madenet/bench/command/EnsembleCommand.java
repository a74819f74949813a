package org.madenet.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.madenet.bench.DetectorCatalog;
import org.madenet.bench.TrainingSettings;
import org.madenet.bench.run.EnsembleTraining;
import org.madenet.bench.run.RunFolder;
import org.madenet.bench.table.SelectionTable;
import org.madenet.core.Stage;
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
      "other run, with evaluate and predict. Stopped with Ctrl-C, the same command goes on.",
      "Preset paper needs --backbone-weights and --classifier-weights."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  madenet ensemble --data mini --out made-net",
      "  madenet evaluate --data mini --model made-net --out report"
    })
public final class EnsembleCommand implements Callable<Integer> {

  private static final String PRESET = "lite";

  private final DetectorCatalog detectors;

  @Spec private CommandSpec spec;

  @Mixin private DataOptions data;

  @Mixin private RunOptions options;

  @Option(
      names = "--submodels",
      split = ",",
      paramLabel = "NAME",
      description = "What it may choose from. Default: sfad,srad,lpd.")
  private List<String> submodels = List.of("sfad", "srad", "lpd");

  @Option(
      names = "--per-category",
      split = ",",
      paramLabel = "NAME",
      description =
          "Submodels to be trained for each category by itself. Default: one for all categories.")
  private List<String> perCategory = List.of();

  @Option(
      names = "--set",
      paramLabel = "OPTION=VALUE",
      description =
          "Change single options of the preset: MADE-Net's own, for instance confidence=0.9 or"
              + " classifier.dropout=0.3, and those of a submodel under its name, for instance"
              + " srad.loss.gamma=1. The names are those of madeNet in RUN/training.json, and"
              + " those in a submodel's, such as RUN/srad/training.json.")
  private Map<String, String> changes = Map.of();

  @Option(
      names = "--paper-choices",
      description = "Choose by the paper's Table 6 instead of by what was measured.")
  private boolean paperChoices;

  @Option(
      names = "--classifier-weights",
      paramLabel = "FILE",
      description =
          "Safetensors file with weights of the classifier's backbone under timm's names; the"
              + " paper's is efficientnet_b4. Default: those that come with madenet.")
  private Path classifierWeights;

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
    RunFolder folder = new RunFolder(options.out());
    List<Stage> done = new ArrayList<>();
    try (Console.ProgressDisplay progress = console.progress()) {
      options.stoppable(
          () -> {
            EnsembleTraining training = training(folder, progress, console);
            AnomalyDataset dataset = data.open(Split.TRAIN, console);
            done.addAll(training.run(dataset, options.force(), CommandText.of(spec)));
          });
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
    AtomicFiles.writeString(options.out().resolve("selection.md"), selection.toString());
    console.line(data.next(options.out()));
    return 0;
  }

  private EnsembleTraining training(
      RunFolder folder, Console.ProgressDisplay progress, Console console) {
    try {
      Set<Submodel> chosen = EnumSet.noneOf(Submodel.class);
      submodels.forEach(name -> chosen.add(Submodel.of(name)));
      perCategory.forEach(name -> requireChosen(name, chosen));
      TrainingSettings settings = options.settings(PRESET, changes, Optional.empty());
      return new EnsembleTraining(
          detectors.perCategory(perCategory),
          settings,
          madeNet(settings, chosen),
          Optional.ofNullable(classifierWeights),
          chosen,
          folder,
          folder.path(),
          progress,
          console::line);
    } catch (IllegalArgumentException e) {
      throw new CallerMistakeException(e.getMessage(), e);
    }
  }

  private static void requireChosen(String name, Set<Submodel> chosen) {
    if (!chosen.contains(Submodel.of(name))) {
      throw new IllegalArgumentException(
          "--per-category %s: it is none of --submodels, which are %s"
              .formatted(
                  name, chosen.stream().map(Submodel::kind).collect(Collectors.joining(", "))));
    }
  }

  private MadeNetOptions madeNet(TrainingSettings settings, Set<Submodel> chosen) {
    MadeNetOptions.Builder preset =
        MadeNetPresets.named(settings.preset()).toBuilder().seed(settings.seed());
    if (paperChoices) {
      preset.paperChoices(true);
    }
    return settings
        .withoutParts(chosen.stream().map(Submodel::kind).toList())
        .changed(preset.build().toJson(), MadeNetOptions::fromJson);
  }
}
