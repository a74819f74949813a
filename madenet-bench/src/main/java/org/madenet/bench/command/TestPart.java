package org.madenet.bench.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.madenet.bench.evaluation.EvaluationReport;
import org.madenet.bench.run.RunRecord;
import org.madenet.core.ProgressListener;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.DatasetAudit;
import org.madenet.data.Split;
import org.madenet.data.image.ImageDecoder;

/**
 * Images that a run is evaluated on.
 *
 * @param images the test part
 * @param doubts whether they are new to the run, as facts for the report; empty without a doubt
 */
record TestPart(AnomalyDataset images, Map<String, String> doubts) {

  private static final String REDRAWN =
      "The split was drawn at random, and its training part is not the one of the run: it may have"
          + " been trained on images that are now test images. Train anew to be sure.";

  /** Opens the test part, and prints what is doubtful about it. */
  static TestPart open(DataOptions data, RunRecord run, Console console) throws IOException {
    AnomalyDataset test = data.open(Split.TEST, console);
    AnomalyDataset all = data.index();
    AnomalyDataset chosen = data.chosen(all);
    Map<String, String> doubts = new LinkedHashMap<>();
    Optional<String> copies = EvaluationReport.copies(chosen.copiesAcrossSplits());
    copies.ifPresent(sentence -> doubts.put("images in both parts", sentence));
    if (all.splitDrawn() && !trainedOn(all, chosen, run)) {
      doubts.put("split", REDRAWN);
    }
    doubts.values().forEach(console::note);
    return new TestPart(test, doubts);
  }

  /** Whether the run is of the present training part, or of that of some categories. */
  private static boolean trainedOn(AnomalyDataset all, AnomalyDataset chosen, RunRecord run)
      throws IOException {
    Set<AnomalyDataset> candidates = new LinkedHashSet<>();
    candidates.add(chosen.split(Split.TRAIN));
    candidates.add(all.split(Split.TRAIN));
    candidates.add(all.split(Split.TRAIN).filter(s -> run.categories().containsKey(s.category())));
    for (AnomalyDataset candidate : candidates) {
      if (candidate.fingerprint().equals(run.fingerprint())) {
        return true;
      }
    }
    // Looking at every image takes longer: only where those with problems may have been skipped.
    for (AnomalyDataset candidate : candidates) {
      DatasetAudit audit =
          DatasetAudit.of(candidate, ImageDecoder.DEFAULT_MAX_PIXELS, ProgressListener.NONE);
      if (audit.usable().fingerprint().equals(run.fingerprint())) {
        return true;
      }
    }
    return false;
  }
}
