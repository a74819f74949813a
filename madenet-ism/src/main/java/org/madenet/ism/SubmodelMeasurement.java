package org.madenet.ism;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.ImageSize;
import org.madenet.core.ProgressListener;
import org.madenet.core.ProgressMeter;
import org.madenet.ism.MadeNetAssembler.Trained;

/**
 * What all submodels come to on the validation part of every category.
 *
 * @param parts the images, by category
 * @param validations what the predictions come to, by submodel and category
 */
record SubmodelMeasurement(
    SortedMap<String, ValidationPart> parts,
    Map<Submodel, Map<String, SubmodelValidation>> validations) {

  /**
   * Measures.
   *
   * @param parts the images, by category
   * @param trained detectors for all these categories; each file is read once
   * @param listener told of progress
   * @throws IOException if a detector cannot be read
   */
  static SubmodelMeasurement of(
      SortedMap<String, ValidationPart> parts, List<Trained> trained, ProgressListener listener)
      throws IOException {
    Map<Submodel, Map<String, SubmodelValidation>> validations = new EnumMap<>(Submodel.class);
    int total = trained.size() * parts.size();
    ProgressMeter meter = new ProgressMeter(listener, "measuring submodels", total);
    int done = 0;
    for (Trained each : trained) {
      validations.put(each.submodel(), measured(each, parts, done, meter));
      done += parts.size();
    }
    return new SubmodelMeasurement(parts, validations);
  }

  private static Map<String, SubmodelValidation> measured(
      Trained trained, SortedMap<String, ValidationPart> parts, int before, ProgressMeter meter)
      throws IOException {
    Map<Path, List<String>> served = new LinkedHashMap<>();
    for (String category : parts.keySet()) {
      Path file = trained.files().get(category);
      served.computeIfAbsent(file, f -> new ArrayList<>()).add(category);
    }
    ImageSize size = parts.get(parts.firstKey()).images().imageSize();
    Map<String, SubmodelValidation> found = new HashMap<>();
    for (Map.Entry<Path, List<String>> one : served.entrySet()) {
      long normal = one.getValue().stream().mapToLong(c -> parts.get(c).normal()).sum();
      int step = SubmodelValidation.step(normal, size);
      try (AnomalyDetector detector = trained.submodel().load(one.getKey())) {
        for (String category : one.getValue()) {
          found.put(category, SubmodelValidation.of(detector, parts.get(category).images(), step));
          meter.tell(before + found.size());
        }
      }
    }
    return found;
  }

  /** What serves which category, by these figures. */
  PerformanceMap performanceMap(double alpha, double priorImages) {
    SortedMap<String, Map<Submodel, Performance>> performances = new TreeMap<>();
    SortedMap<String, PerformanceMap.Origin> origins = new TreeMap<>();
    parts.forEach(
        (category, part) -> {
          Map<Submodel, Performance> row = new EnumMap<>(Submodel.class);
          validations.forEach(
              (submodel, found) -> row.put(submodel, found.get(category).performance()));
          performances.put(category, row);
          origins.put(category, part.origin());
        });
    return PerformanceMap.of(alpha, priorImages, performances, origins);
  }

  /**
   * Calibrates each detector to all categories that have it.
   *
   * @param entries names of the detectors, by category and submodel
   * @return the calibrations, by the detector's name
   */
  SortedMap<String, SubmodelCalibration> calibrations(
      SortedMap<String, Map<Submodel, String>> entries) {
    SortedMap<String, List<SubmodelValidation>> served = new TreeMap<>();
    entries.forEach(
        (category, row) ->
            row.forEach(
                (submodel, entry) ->
                    served
                        .computeIfAbsent(entry, e -> new ArrayList<>())
                        .add(validations.get(submodel).get(category))));
    SortedMap<String, SubmodelCalibration> found = new TreeMap<>();
    served.forEach((entry, all) -> found.put(entry, SubmodelValidation.calibration(all)));
    return found;
  }
}
