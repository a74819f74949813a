package org.madenet.core.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.madenet.core.Provenance;
import org.madenet.core.Stage;
import org.madenet.core.backend.BackendInfo;

/** What a finished stage adds to a detector's provenance. */
public final class StageProvenance {

  private StageProvenance() {}

  /**
   * The provenance of a detector after stage one.
   *
   * @param kind the detector's registered name
   * @param seed of the training
   * @param data fingerprint of each image source used, by its role
   * @param result what the training came to
   * @return the provenance
   */
  public static Provenance afterFit(
      String kind, long seed, Map<String, String> data, TrainingResult result) {
    return provenance(kind, seed, Stage.FIT.history(), data, figures(Stage.FIT.toString(), result));
  }

  /**
   * The provenance of a detector whose stage one is several trainings.
   *
   * @param kind the detector's registered name
   * @param seed of the trainings
   * @param data fingerprint of each image source used, by its role
   * @param phases what each training came to, by its name, in their order
   * @return the provenance
   */
  public static Provenance afterFit(
      String kind, long seed, Map<String, String> data, Map<String, TrainingResult> phases) {
    Map<String, Double> figures = new LinkedHashMap<>();
    phases.forEach((phase, result) -> figures.putAll(figures(Stage.FIT + " " + phase, result)));
    return provenance(kind, seed, Stage.FIT.history(), data, figures);
  }

  /**
   * The provenance of a detector after stage two.
   *
   * @param before the provenance after stage one
   * @param seed of the second training
   * @param data fingerprint of each image source used, by its role
   * @param result what the training came to
   * @return the provenance, with stages, data and figures of both
   */
  public static Provenance afterFineTune(
      Provenance before, long seed, Map<String, String> data, TrainingResult result) {
    List<String> stages = new ArrayList<>(before.stages());
    stages.add(Stage.FINE_TUNE.toString());
    Map<String, String> allData = new LinkedHashMap<>(before.dataFingerprints());
    allData.putAll(data);
    Map<String, Double> allFigures = new LinkedHashMap<>(before.figures());
    allFigures.putAll(figures(Stage.FINE_TUNE.toString(), result));
    return provenance(before.kind(), seed, stages, allData, allFigures);
  }

  private static Map<String, Double> figures(String stage, TrainingResult result) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(stage + " epochs", (double) result.epochs().size());
    figures.put(stage + " best epoch", (double) result.bestEpoch());
    figures.put(stage + " best validation loss", result.bestValidationLoss());
    return figures;
  }

  private static Provenance provenance(
      String kind,
      long seed,
      List<String> stages,
      Map<String, String> data,
      Map<String, Double> figures) {
    BackendInfo backend = BackendInfo.current();
    return new Provenance(
        kind, stages, seed, backend.madenetVersion(), backend.summary(), data, figures);
  }
}
