package org.madenet.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.madenet.bench.DetectorCatalog;
import org.madenet.bench.evaluation.EvaluationReport;
import org.madenet.bench.experiment.Experiment;
import org.madenet.bench.experiment.ExperimentPlan;
import org.madenet.bench.experiment.ExperimentRecord;
import org.madenet.bench.experiment.Method;
import org.madenet.bench.experiment.TrainingFiles;
import org.madenet.bench.paper.PaperTables;
import org.madenet.bench.report.AblationPictures;
import org.madenet.bench.table.TableDocument;
import org.madenet.bench.table.TableFiles;
import org.madenet.core.ImageSize;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Split;
import org.madenet.ism.MadeNetDetector;
import org.madenet.ism.MadeNetPresets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code madenet tables}: Tables 2 to 8 of the paper for a dataset. */
@Command(
    name = "tables",
    description = {
      "Trains and evaluates all methods with several seeds and prints Tables 2 to 8 of the paper:",
      "tables.md, tables.html, tables.tex and csv/ in OUT, pictures of the ablation in",
      "ablation.html, and experiment.json, from which --from",
      "repeats everything. Stopped with Ctrl-C, the same command goes on where it was."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  madenet tables --data mini --out results",
      "  madenet tables --data mini --from results/experiment.json --out again"
    })
public final class TablesCommand implements Callable<Integer> {

  static final int MAX_SEEDS = 1000;

  private final DetectorCatalog detectors;

  @Spec private CommandSpec spec;

  @Mixin private DataOptions data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "OUT",
      description = "Folder for tables and runs; made if it does not exist.")
  private Path out;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      defaultValue = "lite",
      description =
          "The options of all methods, lite, smoke or paper, which needs --backbone-weights and"
              + " --classifier-weights; madenet info says which others single ones have."
              + " Default: lite.")
  private String preset;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many seeds. Default: 3.")
  private int seeds;

  @Option(
      names = "--first-seed",
      paramLabel = "S",
      defaultValue = "0",
      description =
          "The first of them; the others follow. Default: 0. Processes with seeds and folders of"
              + " their own can share an experiment: copy their cells into one folder and run the"
              + " command for all seeds there.")
  private long firstSeed;

  @Option(
      names = "--methods",
      split = ",",
      paramLabel = "NAME",
      description = "Only these; madenet info lists them. Default: all.")
  private List<String> methods = List.of();

  @Option(
      names = "--resolution",
      paramLabel = "PIXELS",
      description =
          "Side of the images and maps at which all methods are measured. Default: MADE-Net's.")
  private Integer resolution;

  @Option(
      names = "--max-epochs",
      paramLabel = "N",
      description = "Epochs of each stage of each training, at most.")
  private Integer maxEpochs;

  @Option(
      names = "--per-category",
      split = ",",
      paramLabel = "NAME",
      description =
          "Detectors to be trained for each category by itself: sfad, srad or lpd, of which one for"
              + " all is the default.")
  private List<String> perCategory = List.of();

  @Option(
      names = "--backbone-weights",
      paramLabel = "FILE",
      description =
          "Safetensors file with weights of the backbone of SFAD and SimpleNet under PyTorch's"
              + " names. Default: those that come with madenet.")
  private Path backboneWeights;

  @Option(
      names = "--classifier-weights",
      paramLabel = "FILE",
      description =
          "Safetensors file with weights of the backbone of MADE-Net's classifier under timm's"
              + " names. Default: those that come with madenet.")
  private Path classifierWeights;

  @Mixin private TextureOptions textures;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "Repeat the experiment of this experiment.json, on the same data, in another folder, and"
              + " compare the figures. Replaces the other options but --data, --out and those"
              + " that name files.")
  private Path from;

  /**
   * The command.
   *
   * @param detectors what there is
   */
  public TablesCommand(DetectorCatalog detectors) {
    this.detectors = detectors;
  }

  @Override
  public Integer call() throws IOException {
    Console console = Console.of(spec);
    Optional<ExperimentRecord> earlier =
        from == null ? Optional.empty() : Optional.of(ExperimentRecord.read(from));
    requireOtherFolder();
    Output.requireFree(out, Experiment.RECORD);
    TrainingFiles files =
        new TrainingFiles(
            Optional.ofNullable(backboneWeights),
            Optional.ofNullable(classifierWeights),
            textures.open());
    ExperimentPlan plan = earlier.map(ExperimentRecord::plan).orElseGet(() -> plan(files));
    Experiment.Repeated repeated;
    TableDocument document;
    AnomalyDataset dataset = data.open(Set.of(Split.values()), console);
    earlier.ifPresent(record -> requireSameData(record, dataset));
    try (Console.ProgressDisplay progress = console.progress()) {
      Experiment experiment = experiment(plan, files, progress, console);
      repeated =
          experiment.repeat(
              dataset,
              CommandText.of(spec),
              earlier.map(ExperimentRecord::figures).filter(figures -> !figures.isEmpty()));
      document = PaperTables.of(dataset, repeated.results(), notice(dataset));
      TableFiles.write(document, out);
      draw(experiment, plan, dataset);
    } catch (IOException | RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new StoppedException("stopped; the same command goes on with what is in " + out, e);
      }
      throw e;
    }
    for (TableDocument.Section section : document.sections()) {
      console.line("");
      console.line(section.table().toText());
    }
    notice(dataset).ifPresent(console::line);
    console.line("Tables: " + out.resolve("tables.html"));
    if (earlier.isPresent()) {
      compare(earlier.get(), repeated, console);
    }
    return 0;
  }

  private ExperimentPlan plan(TrainingFiles files) {
    CallerMistakeException.unlessWithin("--seeds", seeds, 1, MAX_SEEDS);
    try {
      List<String> names = Method.named(detectors, methods).stream().map(Method::name).toList();
      return new ExperimentPlan(
          preset,
          LongStream.range(firstSeed, firstSeed + seeds).boxed().toList(),
          names,
          resolution == null
              ? MadeNetPresets.named(preset).inputSize()
              : ImageSize.square(resolution),
          maxEpochs,
          perCategory,
          files.digests());
    } catch (IllegalArgumentException e) {
      throw new CallerMistakeException(e.getMessage(), e);
    }
  }

  private Experiment experiment(
      ExperimentPlan plan, TrainingFiles files, Console.ProgressDisplay progress, Console console) {
    try {
      return new Experiment(detectors, plan, files, out, progress, console::line);
    } catch (IllegalArgumentException e) {
      throw new CallerMistakeException(e.getMessage(), e);
    }
  }

  /** Pictures of the first seed's MADE-Net without each of its parts. */
  private void draw(Experiment experiment, ExperimentPlan plan, AnomalyDataset dataset)
      throws IOException {
    Optional<Path> file = experiment.madeNet(plan.seeds().get(0));
    if (file.isPresent()) {
      try (MadeNetDetector whole = MadeNetDetector.load(file.get())) {
        AblationPictures.write(
            dataset.split(Split.TEST), whole, notice(dataset), out.resolve("ablation.html"));
      }
    }
  }

  private static Optional<String> notice(AnomalyDataset dataset) {
    return EvaluationReport.notice(dataset.name());
  }

  /** Figures compared with themselves are always equal. */
  private void requireOtherFolder() throws IOException {
    if (from != null
        && Files.exists(out)
        && Files.isSameFile(out, from.toAbsolutePath().getParent())) {
      throw new CallerMistakeException(
          "--from %s lies in %s, which would repeat nothing; name another folder with --out"
              .formatted(from, out));
    }
  }

  private void requireSameData(ExperimentRecord earlier, AnomalyDataset dataset) {
    List<String> differences = earlier.dataDifferences(dataset);
    if (!differences.isEmpty()) {
      throw new CallerMistakeException(
          "%s is of other data (%s); name the dataset it was made with"
              .formatted(from, String.join("; ", differences)));
    }
  }

  private static String madeBy(ExperimentRecord record) {
    return record.environment()
        + (record.origins().isEmpty() ? "" : " from " + String.join("; ", record.origins()));
  }

  private void compare(ExperimentRecord earlier, Experiment.Repeated repeated, Console console)
      throws IOException {
    ExperimentRecord now = ExperimentRecord.read(out.resolve(Experiment.RECORD));
    if (earlier.figures().isEmpty()) {
      console.line(from + " is of an unfinished experiment: no figures to compare with.");
      return;
    }
    console.line(count(repeated.computed(), repeated.results().cells().size()));
    if (now.figures().equals(earlier.figures()) && repeated.computed() == 0) {
      return;
    }
    if (now.figures().equals(earlier.figures())) {
      console.line("All figures are equal to those of " + from + ", bit by bit.");
      return;
    }
    console.line("Figures differ from those of " + from + "; compare the files figures.csv.");
    if (!now.environment().equals(earlier.environment())
        || !now.origins().equals(earlier.origins())) {
      console.line("Those were made by " + madeBy(earlier) + "; these by " + madeBy(now));
    }
  }

  private String count(int computed, int cells) {
    int found = cells - computed;
    if (found == 0) {
      return "All %d cells were computed in this repetition.".formatted(cells);
    }
    return computed == 0
        ? "Of %s nothing was repeated: all %d cells were found in %s; name a new folder with --out."
            .formatted(from, cells, out)
        : "%d of %d cells were computed in this repetition; %d %s found in %s, or their detectors were, and repeat%s nothing."
            .formatted(
                computed, cells, found, found == 1 ? "was" : "were", out, found == 1 ? "s" : "");
  }
}
