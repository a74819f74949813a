package org.madenet.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where a detector comes from; enough to make it again.
 *
 * @param kind the detector's registered name: {@code sfad}, {@code srad}, {@code lpd}, ...
 * @param stages what has been done to it, in order: {@code fit}, then perhaps {@code fine-tune}
 * @param seed the one seed of all randomness
 * @param libraryVersion version of madenet that trained it
 * @param backend ND4J backend and device of the training
 * @param dataFingerprints fingerprint of each image source used, by its role
 * @param figures named results of the training, for instance the best validation loss and its epoch
 */
public record Provenance(
    String kind,
    List<String> stages,
    long seed,
    String libraryVersion,
    String backend,
    Map<String, String> dataFingerprints,
    Map<String, Double> figures) {

  /** Copies the collections and checks that nothing is missing. */
  public Provenance {
    Objects.requireNonNull(kind, "kind");
    stages = List.copyOf(stages);
    Objects.requireNonNull(libraryVersion, "libraryVersion");
    Objects.requireNonNull(backend, "backend");
    dataFingerprints = Map.copyOf(dataFingerprints);
    figures = Map.copyOf(figures);
  }

  /**
   * The same with one more figure.
   *
   * @param name of a result of the training
   * @param value it has
   * @return a copy
   */
  public Provenance withFigure(String name, double value) {
    Map<String, Double> more = new HashMap<>(figures);
    more.put(name, value);
    return new Provenance(kind, stages, seed, libraryVersion, backend, dataFingerprints, more);
  }
}
