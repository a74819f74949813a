package org.madenet.bench.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import org.madenet.bench.run.RunRecord;
import org.madenet.bench.run.Stage;
import org.madenet.data.AnomalyDataset;

/** What {@code metrics.json} of an experiment's detector says beside its figures. */
final class CellFacts {

  private CellFacts() {}

  /**
   * The facts.
   *
   * @param model what is evaluated, in words
   * @param preset of its options
   * @param seed of its training
   * @param stage after which it is evaluated
   * @param resolution of the pixel figures, in words
   * @param record of the run that trained it
   * @param test the images it is evaluated on
   * @return in the order of reading
   */
  static Map<String, String> of(
      String model,
      String preset,
      long seed,
      Stage stage,
      String resolution,
      RunRecord record,
      AnomalyDataset test) {
    ExperimentRecord.Environment environment = ExperimentRecord.Environment.current();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("model", model);
    facts.put("preset", preset);
    facts.put("seed", Long.toString(seed));
    facts.put("stage", stage.toString());
    facts.put("dataset", test.name());
    facts.put("layout", test.layout());
    facts.put("pixel resolution", resolution);
    facts.put("training data SHA-256", record.fingerprint());
    facts.put("test data SHA-256", test.fingerprint());
    facts.put("madenet", environment.madenet() + ", commit " + environment.commit());
    facts.put("backend", environment.backend());
    return facts;
  }
}
