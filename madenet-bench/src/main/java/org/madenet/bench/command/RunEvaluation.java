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
import java.util.function.Function;
import java.util.stream.Collectors;
import org.madenet.bench.DetectorCatalog;
import org.madenet.bench.evaluation.CategoryResult;
import org.madenet.bench.evaluation.CopiedDefects;
import org.madenet.bench.evaluation.EvaluationFiles;
import org.madenet.bench.evaluation.EvaluationReport;
import org.madenet.bench.evaluation.Evaluator;
import org.madenet.bench.evaluation.MadeNetView;
import org.madenet.bench.evaluation.OpenDetector;
import org.madenet.bench.evaluation.Selection;
import org.madenet.bench.report.Examples;
import org.madenet.bench.report.ReportPage;
import org.madenet.bench.run.RunFolder;
import org.madenet.bench.run.RunRecord;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.ProgressListener;
import org.madenet.core.Stage;
import org.madenet.core.backend.BackendInfo;
import org.madenet.core.metric.Costs;
import org.madenet.core.metric.UndefinedMetricException;
import org.madenet.data.AnomalyDataset;
import org.madenet.ism.MadeNetDetector;
import org.madenet.ism.Submodel;

/** Evaluates a run on test images, into any number of folders. */
final class RunEvaluation {

  private final DetectorCatalog detectors;
  private final RunFolder folder;
  private final RunRecord record;
  private final AnomalyDataset test;
  private final Map<String, String> doubts;
  private final Map<String, Path> files;
  private final int batchSize;
  private final Optional<Costs> costs;
  private final String command;

  /**
   * An evaluation.
   *
   * @param detectors what can be loaded
   * @param folder the run
   * @param stage of the detectors; empty takes the last that is done
   * @param test the test part
   * @param batchSize images per prediction
   * @param costs of mistakes, for operating points; empty for none
   * @param command what the user typed, for the record
   * @throws IOException if a category has no detector
   */
  RunEvaluation(
      DetectorCatalog detectors,
      RunFolder folder,
      Optional<Stage> stage,
      TestPart test,
      int batchSize,
      Optional<Costs> costs,
      String command)
      throws IOException {
    this.detectors = detectors;
    this.folder = folder;
    this.record = folder.record();
    this.test = test.images();
    this.doubts = test.doubts();
    this.batchSize = batchSize;
    this.costs = costs;
    this.command = command;
    this.files = new LinkedHashMap<>();
    for (String category : this.test.categories()) {
      files.put(category, folder.detector(category, stage));
    }
  }

  /** The submodels of a MADE-Net; another run has none, which is the caller's mistake. */
  List<Submodel> submodels() throws IOException {
    Path file = files.values().iterator().next();
    try (MadeNetDetector made = madeNet(file)) {
      return made.submodels();
    }
  }

  /**
   * Evaluates and writes {@code metrics.json}, {@code scores.csv} and {@code report.html}.
   *
   * @param view with a MADE-Net: how it is used; empty as it was made
   * @param out an existing folder
   * @param progress told of progress
   * @return what is written
   */
  EvaluationReport write(Optional<MadeNetView> view, Path out, ProgressListener progress)
      throws IOException {
    try (OpenDetector open = new OpenDetector(file -> load(file, view))) {
      List<CategoryResult> results = results(open, progress);
      Optional<Selection> selection = Optional.empty();
      if (open.of(files.values().iterator().next()) instanceof MadeNetDetector made
          && view.map(MadeNetView::selects).orElse(true)) {
        selection = Optional.of(Selection.of(made, results));
      }
      EvaluationReport report =
          new EvaluationReport(results, facts(results, view), selection, costs);
      Map<String, List<Examples.Example>> examples = new LinkedHashMap<>();
      for (CategoryResult result : results) {
        AnomalyDetector detector = open.of(files.get(result.category()));
        examples.put(
            result.category(), Examples.of(result, detector, report.scale(), results.size()));
      }
      EvaluationFiles.writeScores(report, out.resolve("scores.csv"));
      EvaluationFiles.writeMetrics(report, out.resolve("metrics.json"));
      ReportPage.write(report, examples, out.resolve("report.html"));
      return report;
    }
  }

  private List<CategoryResult> results(OpenDetector open, ProgressListener progress)
      throws IOException {
    List<CategoryResult> results = new ArrayList<>();
    Evaluator evaluator = new Evaluator(batchSize, progress);
    for (String category : files.keySet()) {
      AnomalyDetector detector = open.of(files.get(category));
      try {
        results.add(evaluator.evaluate(category, test.category(category).samples(), detector));
      } catch (UndefinedMetricException e) {
        throw new CallerMistakeException(category + ": " + e.getMessage(), e);
      }
    }
    return results;
  }

  private AnomalyDetector load(Path file, Optional<MadeNetView> view) throws IOException {
    AnomalyDetector detector = view.isPresent() ? view(file, view.get()) : detectors.load(file);
    if (detector instanceof MadeNetDetector made) {
      // Reading files is no part of the speed.
      made.preload();
    }
    return detector;
  }

  private MadeNetDetector view(Path file, MadeNetView view) throws IOException {
    try {
      return view.open(madeNet(file));
    } catch (IllegalArgumentException e) {
      throw new CallerMistakeException(e.getMessage(), e);
    }
  }

  private MadeNetDetector madeNet(Path file) throws IOException {
    if (!MadeNetDetector.isMadeNet(file)) {
      throw new CallerMistakeException(
          "submodels are those of a run of madenet ensemble, and %s is none"
              .formatted(folder.path()));
    }
    return MadeNetDetector.load(file);
  }

  private String title() {
    return record.model().equals(MadeNetDetector.KIND)
        ? MadeNetDetector.TITLE
        : detectors.entry(record.model()).title();
  }

  private Map<String, String> facts(List<CategoryResult> results, Optional<MadeNetView> view) {
    BackendInfo backend = BackendInfo.current();
    int images = results.stream().mapToInt(r -> r.scores().size()).sum();
    double seconds = results.stream().mapToDouble(CategoryResult::secondsPredicting).sum();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("model", title() + view.map(MadeNetView::title).orElse(""));
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
      facts.put(
          "anomalous images without a mask, or with an empty one",
          withoutMask + ", not in pixel figures");
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
    facts.putAll(doubts);
    facts.put("trained with", "madenet " + distinct(results, r -> r.detector().libraryVersion()));
    facts.put("trained on", distinct(results, r -> r.detector().backend()));
    facts.put("training command", record.command());
    facts.put(
        "evaluated with",
        "madenet " + backend.madenetVersion() + ", ND4J " + backend.nd4jVersion());
    facts.put("evaluated on", backend.summary());
    facts.put("Java", backend.java() + ", " + backend.operatingSystem());
    facts.put("command", command);
    facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return facts;
  }

  private static String distinct(
      List<CategoryResult> results, Function<CategoryResult, String> fact) {
    return results.stream().map(fact).distinct().collect(Collectors.joining("; "));
  }
}
