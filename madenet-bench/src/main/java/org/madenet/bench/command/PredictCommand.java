package org.madenet.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.madenet.bench.DetectorCatalog;
import org.madenet.bench.evaluation.ImagePredictions;
import org.madenet.bench.evaluation.MadeNetView;
import org.madenet.bench.run.RunFolder;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.Stage;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.DatasetAudit;
import org.madenet.data.DatasetException;
import org.madenet.data.Problem;
import org.madenet.data.Sample;
import org.madenet.data.image.ImageDecoder;
import org.madenet.data.mini.MiniGenerator;
import org.madenet.ism.MadeNetDetector;
import org.madenet.ism.Route;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code madenet predict}: scores and anomaly maps of images without ground truth. */
@Command(
    name = "predict",
    description =
        "Scores images: writes scores.csv, and an anomaly map of each image as PNG, all of them"
            + " in one colour scale.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  madenet predict --model run --out predictions photos")
public final class PredictCommand implements Callable<Integer> {

  private final DetectorCatalog detectors;

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "RUN",
      description = "What madenet train or ensemble wrote.")
  private Path run;

  @Option(
      names = "--category",
      paramLabel = "NAME",
      description = {
        "Which detector, where the run has several.",
        "For MADE-Net: what all images show, so that it need not recognise it."
      })
  private String category;

  @Mixin private BlendOptions blend;

  @Option(
      names = "--stage",
      description =
          "The detector after stage fit or fine-tune. Default: after the last that is done.")
  private Stage stage;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the results; made if it does not exist.")
  private Path out;

  @Option(
      names = "--skip-problems",
      description = "Leave out images that cannot be read, and say which.")
  private boolean skipProblems;

  @Parameters(
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "Image files, or folders with images at any depth.")
  private List<Path> inputs;

  /**
   * The command.
   *
   * @param detectors what can be loaded
   */
  public PredictCommand(DetectorCatalog detectors) {
    this.detectors = detectors;
  }

  @Override
  public Integer call() throws IOException {
    Console console = Console.of(spec);
    Output.requireFree(out, "scores.csv");
    RunFolder folder = new RunFolder(run);
    Path file = folder.detector(chosen(folder), Optional.ofNullable(stage));
    List<Sample> samples = readable(ImagePredictions.samples(inputs), console);
    Output.prepare(out);
    List<Route> routes;
    try (AnomalyDetector detector = load(file);
        Console.ProgressDisplay progress = console.progress()) {
      routes = new ImagePredictions(detector, progress).write(samples, out);
    }
    console.line("%d images scored: %s".formatted(samples.size(), out.resolve("scores.csv")));
    long fallbacks = routes.stream().filter(Route::fallback).count();
    if (fallbacks > 0) {
      console.line(
          "%d of them fell back (column fallback): what they show was not recognised, and may be no category of the training"
              .formatted(fallbacks));
    }
    if (synthetic(samples)) {
      console.line(
          "The images are "
              + MiniGenerator.LABEL
              + ": the scores say nothing about real factories.");
    }
    return 0;
  }

  /** Every image is decoded once, so that a fault shows now and not after the scores of others. */
  private List<Sample> readable(List<Sample> samples, Console console) throws IOException {
    AnomalyDataset images =
        new AnomalyDataset("images", "images", Path.of(""), samples, List.of(), List.of());
    try (Console.ProgressDisplay progress = console.progress()) {
      DatasetAudit audit = DatasetAudit.of(images, ImageDecoder.DEFAULT_MAX_PIXELS, progress);
      List<Problem> serious =
          audit.problems().stream().filter(p -> p.kind().preventsUse()).toList();
      if (serious.isEmpty()) {
        return samples;
      }
      if (!skipProblems) {
        throw new DatasetException(
            inputs.size() == 1 ? inputs.get(0).toString() : "what is to be scored", serious);
      }
      serious.forEach(problem -> console.note("skipped " + problem));
      console.note(
          "skipped for %d problem%s".formatted(serious.size(), serious.size() == 1 ? "" : "s"));
      if (audit.usable().size() == 0) {
        throw new CallerMistakeException("no image is left to be scored");
      }
      return audit.usable().samples();
    }
  }

  private AnomalyDetector load(Path file) throws IOException {
    if (!MadeNetDetector.isMadeNet(file)) {
      if (blend.isGiven()) {
        throw new CallerMistakeException(
            "--blend and --temperature are for runs of madenet ensemble, and %s is none"
                .formatted(run));
      }
      return detectors.load(file);
    }
    Optional<MadeNetView> blended = blend.wanted();
    MadeNetDetector made = MadeNetDetector.load(file);
    try {
      if (blended.isPresent()) {
        made = blended.get().open(made);
      }
      if (category != null) {
        made = MadeNetView.ofCategory(category).open(made);
      }
    } catch (IllegalArgumentException e) {
      throw new CallerMistakeException(e.getMessage(), e);
    }
    return made;
  }

  /** Whether an image lies in a dataset whose manifest says that it was generated. */
  private static boolean synthetic(List<Sample> samples) throws IOException {
    Set<Path> folders = new TreeSet<>();
    for (Sample sample : samples) {
      // Images are up to three levels below the manifest: CATEGORY/test/TYPE.
      Path folder = sample.image().toAbsolutePath().getParent();
      folders.add(folder);
      folders.add(folder.resolve("..").normalize());
    }
    for (Path folder : folders) {
      if (MiniGenerator.made(folder)) {
        return true;
      }
    }
    return false;
  }

  private String chosen(RunFolder folder) throws IOException {
    List<String> categories = folder.categories();
    if (category != null) {
      if (folder.record().joint() && !folder.record().model().equals(MadeNetDetector.KIND)) {
        throw new CallerMistakeException(
            run + " has one detector for all categories: leave --category out");
      }
      return category;
    }
    if (categories.size() == 1) {
      return categories.get(0);
    }
    throw new CallerMistakeException(
        categories.isEmpty()
            ? run + " has no finished detector yet: finish its training"
            : "%s has detectors of several categories; choose one with --category: %s"
                .formatted(run, String.join(", ", categories)));
  }
}
