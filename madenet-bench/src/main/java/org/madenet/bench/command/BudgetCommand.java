package org.madenet.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.madenet.bench.DetectorCatalog;
import org.madenet.bench.DetectorEntry;
import org.madenet.bench.TrainingSettings;
import org.madenet.bench.evaluation.EvaluationReport;
import org.madenet.bench.experiment.BudgetCurve;
import org.madenet.bench.experiment.BudgetExperiment;
import org.madenet.bench.experiment.BudgetExperiment.Point;
import org.madenet.bench.experiment.ExperimentResults;
import org.madenet.bench.experiment.LabelBudget;
import org.madenet.bench.table.Spread;
import org.madenet.bench.table.TableDocument;
import org.madenet.bench.table.TableFiles;
import org.madenet.bench.table.TextTable;
import org.madenet.core.metric.Metric;
import org.madenet.core.metric.Metrics;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Split;
import org.madenet.data.synthesis.TextureSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code madenet budget}: how many annotated defects fine-tuning needs. */
@Command(
    name = "budget",
    description = {
      "Fine-tunes a detector with growing shares of the annotated defects: tables.md and others,",
      "and curve.png in OUT. Stopped with Ctrl-C, the same command goes on where it was."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  madenet budget --data tiles --model sfad --out budget")
public final class BudgetCommand implements Callable<Integer> {

  private final DetectorCatalog detectors;

  @Spec private CommandSpec spec;

  @Mixin private DataOptions data;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "NAME",
      description = "The detector; madenet info lists them.")
  private String model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "OUT",
      description = "Folder for everything; made if it does not exist.")
  private Path out;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "The options to start from. Default: the detector's first preset.")
  private String preset;

  @Option(
      names = "--shares",
      split = ",",
      paramLabel = "SHARE",
      description = "Shares of the annotated defects. Default: 0.01,0.05,0.1,0.25,1.")
  private List<Double> shares = List.of(0.01, 0.05, 0.1, 0.25, 1.0);

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many seeds, from 0 on. Default: 3.")
  private int seeds;

  @Option(names = "--max-epochs", paramLabel = "N", description = "Epochs of each stage, at most.")
  private Integer maxEpochs;

  @Option(
      names = "--backbone-weights",
      paramLabel = "FILE",
      description =
          "Safetensors file with weights of the detector's backbone under PyTorch's names."
              + " Default: those that come with madenet, or none.")
  private Path backboneWeights;

  @Mixin private TextureOptions textures;

  /**
   * The command.
   *
   * @param detectors what can be trained
   */
  public BudgetCommand(DetectorCatalog detectors) {
    this.detectors = detectors;
  }

  @Override
  public Integer call() throws IOException {
    Console console = Console.of(spec);
    CallerMistakeException.unlessWithin("--seeds", seeds, 1, TablesCommand.MAX_SEEDS);
    DetectorEntry<?> entry;
    List<LabelBudget> budgets;
    List<TrainingSettings> settings;
    try {
      entry = detectors.entry(model);
      budgets = shares.stream().sorted().distinct().map(LabelBudget::new).toList();
      Optional<TextureSource> source = textures.open();
      settings =
          LongStream.range(0, seeds).mapToObj(seed -> settings(entry, seed, source)).toList();
    } catch (IllegalArgumentException e) {
      throw new CallerMistakeException(e.getMessage(), e);
    }
    Output.requireFree(out, BudgetCurve.FILE);
    List<Point> points;
    AnomalyDataset dataset;
    try (Console.ProgressDisplay progress = console.progress()) {
      BudgetExperiment experiment = experiment(entry, settings, progress, console);
      dataset = data.open(Set.of(Split.values()), console);
      Output.prepare(out);
      points = experiment.run(dataset, budgets, CommandText.of(spec));
    } catch (IOException | RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new StoppedException("stopped; the same command goes on with what is in " + out, e);
      }
      throw e;
    }
    String title = "%s by annotated defects on %s".formatted(entry.title(), dataset.name());
    TableDocument document = document(title, points, dataset);
    TableFiles.write(document, out);
    BudgetCurve.write(
        title, points, List.of("image_auroc", "pixel_ap"), out.resolve(BudgetCurve.FILE));
    console.line("");
    console.line(document.sections().get(0).table().toText());
    console.line("Curve: " + out.resolve(BudgetCurve.FILE));
    return 0;
  }

  private BudgetExperiment experiment(
      DetectorEntry<?> entry,
      List<TrainingSettings> settings,
      Console.ProgressDisplay progress,
      Console console) {
    try {
      return new BudgetExperiment(entry, settings, out, progress, console::line);
    } catch (IllegalArgumentException e) {
      throw new CallerMistakeException(e.getMessage(), e);
    }
  }

  private TrainingSettings settings(
      DetectorEntry<?> entry, long seed, Optional<TextureSource> source) {
    return new TrainingSettings(
        preset == null ? entry.presets().get(0) : preset,
        seed,
        maxEpochs == null ? OptionalInt.empty() : OptionalInt.of(maxEpochs),
        Map.of(),
        Optional.empty(),
        Optional.ofNullable(backboneWeights),
        source);
  }

  private TableDocument document(String title, List<Point> points, AnomalyDataset dataset) {
    List<TextTable.Row> rows = new ArrayList<>();
    for (Point point : points) {
      List<String> cells = new ArrayList<>(List.of(Integer.toString(point.defects())));
      for (Metric metric : Metrics.all()) {
        Optional<Spread> mean = ExperimentResults.mean(point.results(), metric.name());
        cells.add(mean.map(Spread::toString).orElse("-"));
      }
      rows.add(new TextTable.Row(label(point), cells));
    }
    List<String> columns = new ArrayList<>(List.of("defects"));
    Metrics.all().forEach(m -> columns.add(m.title()));
    TextTable table =
        new TextTable(title, "share", List.of(new TextTable.Group("Mean", columns)), rows);
    List<String> notices =
        new ArrayList<>(EvaluationReport.notice(dataset.name()).stream().toList());
    EvaluationReport.copies(dataset.problems()).ifPresent(notices::add);
    notices.add(
        "Mean \u00b1 sample standard deviation over %d seed%s. A category has two annotated defects at least, one of them for validation."
            .formatted(seeds, seeds == 1 ? "" : "s"));
    return new TableDocument(
        title, notices, List.of(new TableDocument.Section("budget", table, List.of())));
  }

  private static String label(Point point) {
    return point.share() == 0
        ? "none (unsupervised)"
        : new DecimalFormat("0.### %", DecimalFormatSymbols.getInstance(Locale.ROOT))
            .format(point.share());
  }
}
