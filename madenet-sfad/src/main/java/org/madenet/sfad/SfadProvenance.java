package org.madenet.sfad;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.madenet.core.Provenance;
import org.madenet.core.backend.BackendInfo;
import org.madenet.core.train.TrainingResult;

/** What a finished stage adds to a detector's provenance. */
final class SfadProvenance {

  private static final String FIT = "fit";
  private static final String FINE_TUNE = "fine-tune";

  private SfadProvenance() {}

  static Provenance afterFit(SfadOptions options, Map<String, String> data, TrainingResult result) {
    return provenance(options, List.of(FIT), data, figures(FIT, result));
  }

  static Provenance afterFineTune(
      SfadOptions options, Provenance before, Map<String, String> data, TrainingResult result) {
    List<String> stages = new ArrayList<>(before.stages());
    stages.add(FINE_TUNE);
    Map<String, String> allData = new LinkedHashMap<>(before.dataFingerprints());
    allData.putAll(data);
    Map<String, Double> allFigures = new LinkedHashMap<>(before.figures());
    allFigures.putAll(figures(FINE_TUNE, result));
    return provenance(options, stages, allData, allFigures);
  }

  private static Map<String, Double> figures(String stage, TrainingResult result) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(stage + " epochs", (double) result.epochs().size());
    figures.put(stage + " best epoch", (double) result.bestEpoch());
    figures.put(stage + " best validation loss", result.bestValidationLoss());
    return figures;
  }

  private static Provenance provenance(
      SfadOptions options,
      List<String> stages,
      Map<String, String> data,
      Map<String, Double> figures) {
    BackendInfo backend = BackendInfo.current();
    return new Provenance(
        SfadDetector.KIND,
        stages,
        options.seed(),
        backend.madenetVersion(),
        backend.summary(),
        data,
        figures);
  }
}
