package org.madenet.bench.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.madenet.core.Stage;
import org.madenet.data.AnomalyDataset;

/**
 * What {@code metrics.json} of an experiment's detector says beside its figures: what decided them,
 * and by which build and on which machine they came about.
 */
final class CellFacts {

  private static final String BUILD = "madenet";
  private static final String BACKEND = "backend";
  private static final String DATASET = "dataset";

  private CellFacts() {}

  /**
   * The facts.
   *
   * @param model what is evaluated, in words
   * @param preset of its options
   * @param seed of its training
   * @param stage after which it is evaluated
   * @param resolution of the pixel figures, in words
   * @param test the images it is evaluated on
   * @param trainingFingerprint digest of the training part
   * @param testFingerprint digest of the test part
   * @return in the order of reading
   */
  static Map<String, String> of(
      String model,
      String preset,
      long seed,
      Stage stage,
      String resolution,
      AnomalyDataset test,
      String trainingFingerprint,
      String testFingerprint) {
    ExperimentRecord.Environment environment = ExperimentRecord.Environment.current();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("model", model);
    facts.put("preset", preset);
    facts.put("seed", Long.toString(seed));
    facts.put("stage", stage.toString());
    facts.put(DATASET, test.name());
    facts.put("layout", test.layout());
    facts.put("pixel resolution", resolution);
    facts.put("training data SHA-256", trainingFingerprint);
    facts.put("test data SHA-256", testFingerprint);
    facts.put(BUILD, environment.madenet() + ", commit " + environment.commit());
    facts.put(BACKEND, environment.backend());
    return facts;
  }

  /**
   * What makes figures others than those that are wanted. Build and machine do not count: they are
   * no choice of the experiment's. Nor does the dataset's name, which is its folder's: the digests
   * say whether it is the same.
   *
   * @param metrics a {@code metrics.json}
   * @param wanted facts, as of {@link #of}
   * @return one phrase per difference
   * @throws IOException if the file cannot be read
   */
  static List<String> differences(Path metrics, Map<String, String> wanted) throws IOException {
    JsonNode found = facts(metrics);
    Set<String> names = new LinkedHashSet<>(wanted.keySet());
    found.fieldNames().forEachRemaining(names::add);
    names.removeAll(Set.of(BUILD, BACKEND, DATASET));
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String there = found.path(name).asText("none");
      String here = wanted.getOrDefault(name, "none");
      if (!there.equals(here)) {
        differences.add("%s %s, now %s".formatted(name, there, here));
      }
    }
    return differences;
  }

  /**
   * Where figures came about.
   *
   * @param metrics a {@code metrics.json}
   * @return build and backend
   * @throws IOException if the file cannot be read
   */
  static String origin(Path metrics) throws IOException {
    JsonNode found = facts(metrics);
    return found.path(BUILD).asText() + ", " + found.path(BACKEND).asText();
  }

  private static JsonNode facts(Path metrics) throws IOException {
    JsonNode facts = CellFile.read(metrics).path("facts");
    if (!facts.isObject()) {
      throw CellFile.damaged(metrics, "it does not say what it is of");
    }
    return facts;
  }
}
