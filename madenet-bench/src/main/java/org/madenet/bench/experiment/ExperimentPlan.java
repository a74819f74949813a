package org.madenet.bench.experiment;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.madenet.core.Checks;
import org.madenet.core.ImageSize;

/**
 * What decides an experiment beside its data.
 *
 * @param preset of all methods
 * @param seeds distinct, at least one
 * @param methods names of {@link Method}s, at least one
 * @param resolution height and width at which everything is measured
 * @param maxEpochs epochs of each stage of each training, at most; null leaves the presets'
 * @param perCategory names of detectors that are trained for each category by itself, though one
 *     for all is their default; sorted, each once; absent in older files, which means none
 * @param files digests of the caller's files that trainings start from, as of {@link
 *     TrainingFiles#digests}; absent in older files, which means none
 */
public record ExperimentPlan(
    String preset,
    List<Long> seeds,
    List<String> methods,
    ImageSize resolution,
    Integer maxEpochs,
    List<String> perCategory,
    SortedMap<String, String> files) {

  /** Checks every value. */
  public ExperimentPlan {
    Objects.requireNonNull(preset, "preset");
    Objects.requireNonNull(resolution, "resolution");
    seeds = List.copyOf(seeds);
    methods = List.copyOf(methods);
    perCategory =
        perCategory == null ? List.of() : perCategory.stream().sorted().distinct().toList();
    files =
        Collections.unmodifiableSortedMap(files == null ? new TreeMap<>() : new TreeMap<>(files));
    if (seeds.isEmpty() || seeds.stream().distinct().count() != seeds.size()) {
      throw new IllegalArgumentException(
          "an experiment needs at least one seed, none twice: " + seeds);
    }
    if (methods.isEmpty()) {
      throw new IllegalArgumentException("an experiment needs at least one method");
    }
    if (maxEpochs != null) {
      Checks.positive("maxEpochs", maxEpochs);
    }
  }

  /**
   * A plan whose trainings start from what comes with the library.
   *
   * @param preset of all methods
   * @param seeds distinct, at least one
   * @param methods names of {@link Method}s, at least one
   * @param resolution height and width at which everything is measured
   * @param maxEpochs epochs of each stage of each training, at most; null leaves the presets'
   * @param perCategory names of detectors that are trained for each category by itself
   */
  public ExperimentPlan(
      String preset,
      List<Long> seeds,
      List<String> methods,
      ImageSize resolution,
      Integer maxEpochs,
      List<String> perCategory) {
    this(preset, seeds, methods, resolution, maxEpochs, perCategory, null);
  }
}
