package org.madenet.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.madenet.bench.evaluation.ImagePredictions;
import org.madenet.bench.experiment.BudgetCurve;
import org.madenet.bench.experiment.Experiment;

/** Folders for results. */
final class Output {

  /** Files that only one command writes, and which. */
  private static final Map<String, String> MARKERS =
      Map.of(
          Experiment.RECORD,
          "madenet tables",
          BudgetCurve.FILE,
          "madenet budget",
          "report.html",
          "madenet evaluate",
          "training.json",
          "madenet train");

  private Output() {}

  /**
   * Refuses a folder with results of another command, which those of this one would replace or mix
   * with.
   *
   * @param folder need not exist
   * @param own the file by which this command's own results are known
   */
  static void requireFree(Path folder, String own) {
    for (String marker : new TreeSet<>(MARKERS.keySet())) {
      if (!marker.equals(own) && Files.exists(folder.resolve(marker))) {
        throw new CallerMistakeException(
            "%s holds results of %s (%s); name another folder"
                .formatted(folder, MARKERS.get(marker), marker));
      }
    }
  }

  /** Refuses a folder with predictions, whose scores those of an evaluation would replace. */
  static void requireNoPredictions(Path folder) {
    if (ImagePredictions.written(folder)) {
      throw new CallerMistakeException(
          folder + " holds results of madenet predict (scores.csv and maps); name another folder");
    }
  }

  /** Makes the folder and writes a trial file, so that a fault shows before the work. */
  static void prepare(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new CallerMistakeException(folder + ": is a file; name a folder for the results");
    }
    Files.createDirectories(folder);
    Files.delete(Files.createTempFile(folder, ".madenet", ".part"));
  }
}
