package org.madenet.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.madenet.bench.DetectorCatalog;
import org.madenet.bench.evaluation.CategoryResult;
import org.madenet.bench.evaluation.CopiedDefects;
import org.madenet.bench.evaluation.EvaluationFiles;
import org.madenet.bench.evaluation.EvaluationReport;
import org.madenet.bench.evaluation.Evaluator;
import org.madenet.bench.report.Examples;
import org.madenet.bench.report.ReportPage;
import org.madenet.bench.run.RunFolder;
import org.madenet.bench.run.RunRecord;
import org.madenet.bench.run.Stage;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.backend.BackendInfo;
import org.madenet.core.metric.Metric;
import org.madenet.core.metric.Metrics;
import org.madenet.core.metric.UndefinedMetricException;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Split;
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

  private final DetectorCatalog detectors;

  @Spec private CommandSpec spec;

  @Mixin private DataOptions data;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "RUN",
      description = "What madenet train wrote.")
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
          "With a run of madenet ensemble: this submodel for all images in the place of the"
              + " chosen one.")
  private String submodel;

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
    RunFolder folder = new RunFolder(run);
    RunRecord record = folder.record();
    AnomalyDataset test = data.open(Split.TEST, console);
    Map<String, Path> files = new LinkedHashMap<>();
    for (String category : test.categories()) {
      files.put(category, folder.detector(category, Optional.ofNullable(stage)));
    }
    Output.prepare(out);
    List<CategoryResult> results = results(test, files, console);
    EvaluationReport report = new EvaluationReport(results, facts(record, test, results));
    write(report, files);
    print(report, console);
    console.line("");
    console.line("Report: " + out.resolve("report.html"));
    return 0;
  }

  private List<CategoryResult> results(
      AnomalyDataset test, Map<String, Path> files, Console console) throws IOException {
    List<CategoryResult> results = new ArrayList<>();
    try (Console.ProgressDisplay progress = console.progress()) {
      Evaluator evaluator = new Evaluator(batchSize, progress);
      for (Map.Entry<String, Path> file : files.entrySet()) {
        try (AnomalyDetector detector = load(file.getValue())) {
          results.add(
              evaluator.evaluate(file.getKey(), test.category(file.getKey()).samples(), detector));
        } catch (UndefinedMetricException e) {
          throw new CallerMistakeException(file.getKey() + ": " + e.getMessage(), e);
        }
      }
    }
    return results;
  }

  private AnomalyDetector load(Path file) throws IOException {
    AnomalyDetector detector = detectors.load(file);
    if (submodel == null) {
      return detector;
    }
    try (detector) {
      if (detector instanceof MadeNetDetector made) {
        return made.always(Submodel.of(submodel));
      }
    } catch (IllegalArgumentException e) {
      throw new CallerMistakeException(e.getMessage(), e);
    }
    throw new CallerMistakeException(
        "--submodel is for runs of madenet ensemble, and " + run + " is none");
  }

  private void write(EvaluationReport report, Map<String, Path> files) throws IOException {
    Map<String, List<Examples.Example>> examples = new LinkedHashMap<>();
    for (CategoryResult result : report.categories()) {
      try (AnomalyDetector detector = load(files.get(result.category()))) {
        examples.put(
            result.category(),
            Examples.of(result, detector, report.scale(), report.categories().size()));
      }
    }
    EvaluationFiles.writeScores(report, out.resolve("scores.csv"));
    ReportPage.write(report, examples, out.resolve("report.html"));
    EvaluationFiles.writeMetrics(report, out.resolve("metrics.json"));
  }

  private Map<String, String> facts(
      RunRecord record, AnomalyDataset test, List<CategoryResult> results) {
    BackendInfo backend = BackendInfo.current();
    int images = results.stream().mapToInt(r -> r.scores().size()).sum();
    double seconds = results.stream().mapToDouble(CategoryResult::secondsPredicting).sum();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("model", submodel == null ? record.model() : record.model() + ", always " + submodel);
    facts.put("preset", record.preset());
    facts.put("seed", Long.toString(record.seed()));
    facts.put("stage", distinct(results, r -> String.join(", then ", r.detector().stages())));
    facts.put("dataset", test.name());
    facts.put("layout", test.layout());
    facts.put(
        "test images",
        "%d (%d normal, %d anomalous)"
            .formatted(images, test.normal().size(), test.anomalous().size()));
    int withoutMask = results.stream().mapToInt(CategoryResult::withoutMask).sum();
    if (withoutMask > 0) {
      facts.put("anomalous images without a mask", withoutMask + ", not in pixel figures");
    }
    results.stream()
        .flatMap(r -> r.copied().stream())
        .reduce(CopiedDefects::plus)
        .ifPresent(sum -> facts.put("defects copied by the reconstruction", sum.toString()));
    facts.put("pixel resolution", distinct(results, r -> r.inputSize().toString()));
    facts.put(
        "speed",
        String.format(
            Locale.ROOT,
            "%.1f images per second, loading included, batches of %d",
            images / seconds,
            batchSize));
    facts.put("test data SHA-256", test.fingerprint());
    facts.put("training data SHA-256", record.fingerprint());
    facts.put("trained with", "madenet " + distinct(results, r -> r.detector().libraryVersion()));
    facts.put("trained on", distinct(results, r -> r.detector().backend()));
    facts.put("training command", record.command());
    facts.put(
        "evaluated with",
        "madenet " + backend.madenetVersion() + ", ND4J " + backend.nd4jVersion());
    facts.put("evaluated on", backend.summary());
    facts.put("Java", backend.java() + ", " + backend.operatingSystem());
    facts.put("command", CommandText.of(spec));
    facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return facts;
  }

  private static String distinct(
      List<CategoryResult> results, Function<CategoryResult, String> fact) {
    return results.stream().map(fact).distinct().collect(Collectors.joining("; "));
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
