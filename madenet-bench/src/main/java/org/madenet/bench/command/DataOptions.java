package org.madenet.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.madenet.bench.evaluation.EvaluationReport;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.DatasetAudit;
import org.madenet.data.DatasetException;
import org.madenet.data.Datasets;
import org.madenet.data.Problem;
import org.madenet.data.ProblemPolicy;
import org.madenet.data.ReadOptions;
import org.madenet.data.Split;
import org.madenet.data.image.ImageDecoder;
import picocli.CommandLine.Option;

/** Which dataset, which categories, and what about problems. */
final class DataOptions {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The dataset's folder; its layout is recognised.")
  private Path data;

  @Option(
      names = "--layout",
      paramLabel = "NAME",
      description = "The layout, where more than one fits; madenet info lists them.")
  private String layout;

  @Option(
      names = "--category",
      paramLabel = "NAME",
      description = "Only this category; repeat for several. Default: all.")
  private List<String> categories = List.of();

  @Option(
      names = "--skip-problems",
      description = "Leave out images and masks that cannot be used, and say how many.")
  private boolean skipProblems;

  /**
   * Opens one part of the dataset. Every image and mask of it is decoded once, so that a fault
   * shows now and not after an hour.
   */
  AnomalyDataset open(Split split, Console console) throws IOException {
    return open(Set.of(split), console);
  }

  /** The same for several parts. */
  AnomalyDataset open(Set<Split> splits, Console console) throws IOException {
    AnomalyDataset all = index();
    AnomalyDataset chosen = chosen(all).filter(s -> splits.contains(s.split()));
    for (Split split : splits) {
      if (chosen.split(split).size() == 0) {
        throw new DatasetException(data + ": " + missing(split));
      }
    }
    try (Console.ProgressDisplay progress = console.progress()) {
      DatasetAudit audit = DatasetAudit.of(chosen, ImageDecoder.DEFAULT_MAX_PIXELS, progress);
      List<Problem> serious =
          audit.problems().stream().filter(p -> p.kind().preventsUse()).toList();
      if (!serious.isEmpty() && !skipProblems) {
        throw new DatasetException(
            "%s (--skip-problems; madenet audit %s lists all)"
                .formatted(new DatasetException(data.toString(), serious).getMessage(), data));
      }
      all.notes().forEach(console::note);
      if (!serious.isEmpty()) {
        console.note(
            "skipped for %d problem%s; madenet audit %s lists them"
                .formatted(serious.size(), serious.size() == 1 ? "" : "s", data));
      }
      EvaluationReport.copies(audit.problems()).ifPresent(console::note);
      for (Split split : splits) {
        if (audit.usable().split(split).size() == 0) {
          throw new DatasetException(
              "%s: no image for %s is left without those that were skipped; madenet audit %s lists them"
                  .formatted(data, split == Split.TRAIN ? "training" : "testing", data));
        }
      }
      return audit.usable();
    }
  }

  private static String missing(Split split) {
    return split == Split.TRAIN
        ? "no image for training"
        : "no image for testing: evaluate needs normal images and defects that were kept out of training; madenet predict scores images of which nothing is known";
  }

  /** What to do after a training with this data. */
  String next(Path run) throws IOException {
    return chosen(index()).split(Split.TEST).size() == 0
        ? "Next: madenet predict --model " + run + " --out SCORES IMAGES"
        : "Next: madenet evaluate --data " + data + " --model " + run + " --out REPORT";
  }

  /** All categories and parts, of which nothing but the index is read. */
  AnomalyDataset index() throws IOException {
    ProblemPolicy policy = skipProblems ? ProblemPolicy.SKIP_WITH_COUNT : ProblemPolicy.FAIL;
    return open(data, layout, ReadOptions.DEFAULT.withPolicy(policy));
  }

  /** The categories that were asked for. */
  AnomalyDataset chosen(AnomalyDataset all) {
    if (categories.isEmpty()) {
      return all;
    }
    for (String category : new TreeSet<>(categories)) {
      if (!all.categories().contains(category)) {
        throw new CallerMistakeException(
            "%s has no category '%s'; it has %s"
                .formatted(data, category, String.join(", ", all.categories())));
      }
    }
    return all.filter(s -> categories.contains(s.category()));
  }

  static AnomalyDataset open(Path folder, String layout, ReadOptions options) throws IOException {
    try {
      return layout == null
          ? Datasets.open(folder, options)
          : Datasets.open(folder, layout, options);
    } catch (IllegalArgumentException e) {
      throw new CallerMistakeException(e.getMessage(), e);
    }
  }
}
