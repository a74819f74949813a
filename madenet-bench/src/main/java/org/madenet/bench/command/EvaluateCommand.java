package org.madenet.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.madenet.bench.DetectorCatalog;
import org.madenet.bench.evaluation.CategoryResult;
import org.madenet.bench.evaluation.EvaluationReport;
import org.madenet.bench.evaluation.MadeNetView;
import org.madenet.bench.evaluation.Selection;
import org.madenet.bench.run.RunFolder;
import org.madenet.bench.table.ComparisonTable;
import org.madenet.bench.table.MethodResult;
import org.madenet.core.Stage;
import org.madenet.core.io.AtomicFiles;
import org.madenet.core.metric.Costs;
import org.madenet.core.metric.Metric;
import org.madenet.core.metric.Metrics;
import org.madenet.core.metric.OperatingPoint;
import org.madenet.ism.MadeNetDetector;
import org.madenet.ism.Submodel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code madenet evaluate}: metrics, scores and report of a run on the test part. */
@Command(
    name = "evaluate",
    description = "Measures a run on the test part: metrics.json, scores.csv and report.html.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  madenet evaluate --data tiles --model run --out report")
public final class EvaluateCommand implements Callable<Integer> {

  private static final String METRICS = "metrics.json";

  private final DetectorCatalog detectors;

  @Spec private CommandSpec spec;

  @Mixin private DataOptions data;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "RUN",
      description = "What madenet train or ensemble wrote.")
  private Path run;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "REPORT",
      description = "Folder for the results; made if it does not exist.")
  private Path out;

  @Option(
      names = "--stage",
      description =
          "The detector after stage fit or fine-tune. Default: after the last that is done.")
  private Stage stage;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "8",
      description = "Images per prediction. Default: 8.")
  private int batchSize;

  @Option(
      names = "--submodel",
      paramLabel = "NAME",
      description =
          "With a run of madenet ensemble: this submodel for all images instead of the"
              + " chosen one.")
  private String submodel;

  @Mixin private BlendOptions blend;

  @Option(
      names = "--with-submodels",
      description =
          "With a run of madenet ensemble: then each submodel for all images too, and all of them"
              + " blended, into folders of their names in REPORT, and comparison.md of all.")
  private boolean withSubmodels;

  @Option(
      names = "--miss-cost",
      paramLabel = "COST",
      description =
          "With --false-alarm-cost: what a missed anomaly costs, in any unit. The report then shows"
              + " the threshold with the lowest expected cost.")
  private Double missCost;

  @Option(
      names = "--false-alarm-cost",
      paramLabel = "COST",
      description = "What a false alarm costs, in the same unit.")
  private Double falseAlarmCost;

  @Option(
      names = "--anomalous-share",
      paramLabel = "SHARE",
      description =
          "Share of anomalous parts in production, for instance 0.002. Default: that of the test"
              + " images, which is usually far higher.")
  private Double anomalousShare;

  /**
   * The command.
   *
   * @param detectors what can be loaded
   */
  public EvaluateCommand(DetectorCatalog detectors) {
    this.detectors = detectors;
  }

  @Override
  public Integer call() throws IOException {
    Console console = Console.of(spec);
    if (batchSize < 1) {
      throw new CallerMistakeException("--batch-size must be at least 1, but is " + batchSize);
    }
    Optional<MadeNetView> view = view();
    Optional<Costs> costs = costs();
    Output.requireFree(out, "report.html");
    Output.requireNoPredictions(out);
    RunFolder folder = new RunFolder(run);
    TestPart test = TestPart.open(data, folder.record(), console);
    RunEvaluation evaluation =
        new RunEvaluation(
            detectors,
            folder,
            Optional.ofNullable(stage),
            test,
            batchSize,
            costs,
            CommandText.of(spec));
    List<Submodel> parts = withSubmodels ? evaluation.submodels() : List.of();
    evaluate(evaluation, view, out, console);
    for (Submodel part : parts) {
      console.line("");
      evaluate(evaluation, Optional.of(MadeNetView.always(part)), folderOf(part), console);
    }
    if (withSubmodels) {
      // Of one submodel there is nothing to blend.
      boolean several = parts.size() > 1;
      if (several) {
        console.line("");
        evaluate(evaluation, Optional.of(blend.view()), blended(), console);
      }
      compare(parts, several, console);
    }
    console.line("");
    console.line("Report: " + out.resolve("report.html"));
    return 0;
  }

  private Optional<MadeNetView> view() {
    if (withSubmodels && blend.isWanted()) {
      throw new CallerMistakeException(
          "--with-submodels evaluates the blend too: leave --blend out");
    }
    if (submodel == null) {
      return withSubmodels ? Optional.empty() : blend.wanted();
    }
    if (blend.isWanted()) {
      throw new CallerMistakeException(
          "--submodel evaluates one submodel, --blend all of them: choose one of the two");
    }
    if (blend.isGiven()) {
      throw new CallerMistakeException(
          "--temperature is that of blending, and --submodel evaluates one submodel: leave it out");
    }
    if (withSubmodels) {
      throw new CallerMistakeException(
          "--submodel evaluates one submodel, --with-submodels all: choose one of the two");
    }
    try {
      return Optional.of(MadeNetView.always(Submodel.of(submodel)));
    } catch (IllegalArgumentException e) {
      throw new CallerMistakeException(e.getMessage(), e);
    }
  }

  private Optional<Costs> costs() {
    if (missCost == null && falseAlarmCost == null && anomalousShare == null) {
      return Optional.empty();
    }
    if (missCost == null || falseAlarmCost == null) {
      throw new CallerMistakeException(
          "operating points need both --miss-cost and --false-alarm-cost");
    }
    try {
      return Optional.of(
          new Costs(
              missCost,
              falseAlarmCost,
              anomalousShare == null ? OptionalDouble.empty() : OptionalDouble.of(anomalousShare)));
    } catch (IllegalArgumentException e) {
      throw new CallerMistakeException(e.getMessage(), e);
    }
  }

  private static void evaluate(
      RunEvaluation evaluation, Optional<MadeNetView> view, Path folder, Console console)
      throws IOException {
    Output.prepare(folder);
    EvaluationReport report;
    try (Console.ProgressDisplay progress = console.progress()) {
      report = evaluation.write(view, folder, progress);
    }
    print(report, console);
    report.selection().ifPresent(selection -> console.line(routes(selection)));
    report.costs().ifPresent(costs -> print(report, costs, console));
  }

  private static void print(EvaluationReport report, Costs costs, Console console) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("cheapest threshold", "score", "misses", "false alarms", "expected cost"));
    for (CategoryResult result : report.categories()) {
      OperatingPoint point = result.cheapest(costs);
      rows.add(
          List.of(
              result.category(),
              String.format(Locale.ROOT, "%.4g", point.threshold()),
              String.format(Locale.ROOT, "%.1f %%", 100 * point.missRate()),
              String.format(Locale.ROOT, "%.1f %%", 100 * point.falseAlarmRate()),
              String.format(Locale.ROOT, "%.4g", point.expectedCost())));
    }
    console.line("");
    console.table(rows);
    console.line("Found on these same images: expect somewhat more on others.");
  }

  private static String routes(Selection selection) {
    String scored =
        selection.submodels().stream()
            .map(s -> s + " " + selection.scoredBy(s))
            .collect(Collectors.joining(", "));
    return "Images scored by %s. %d of %d did not pass the gate of %s."
        .formatted(scored, selection.gated(), selection.images(), selection.gate());
  }

  private void compare(List<Submodel> parts, boolean withBlend, Console console)
      throws IOException {
    List<MethodResult> made = new ArrayList<>();
    made.add(MethodResult.read(MadeNetDetector.TITLE, out.resolve(METRICS)));
    if (withBlend) {
      made.add(MethodResult.read("blended", blended().resolve(METRICS)));
    }
    List<MethodResult> alone = new ArrayList<>();
    for (Submodel part : parts) {
      alone.add(MethodResult.read(part.name(), folderOf(part).resolve(METRICS)));
    }
    ComparisonTable table = ComparisonTable.of(made, alone);
    AtomicFiles.writeString(out.resolve("comparison.md"), table.toMarkdown());
    console.line("");
    console.line(table.toText());
  }

  private Path blended() {
    return out.resolve("blended");
  }

  private Path folderOf(Submodel part) {
    return out.resolve(part.kind());
  }

  private static void print(EvaluationReport report, Console console) {
    List<List<String>> rows = new ArrayList<>();
    List<String> heading = new ArrayList<>(List.of("category"));
    Metrics.all().forEach(m -> heading.add(m.title()));
    rows.add(heading);
    for (CategoryResult result : report.categories()) {
      rows.add(row(result.category(), m -> m.of(result.evaluation())));
    }
    if (report.categories().size() > 1) {
      rows.add(row("mean", report::mean));
    }
    console.line(report.facts().get("model") + " on " + report.facts().get("dataset"));
    console.table(rows);
  }

  private static List<String> row(String name, Function<Metric, OptionalDouble> value) {
    List<String> row = new ArrayList<>(List.of(name));
    for (Metric metric : Metrics.all()) {
      OptionalDouble figure = value.apply(metric);
      row.add(figure.isPresent() ? String.format(Locale.ROOT, "%.4f", figure.getAsDouble()) : "-");
    }
    return row;
  }
}
