package org.madenet.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.ImageSize;
import org.madenet.core.UnsupervisedTrainer;

/**
 * One kind of detector, as the command line sees it.
 *
 * @param name registered name, as in {@link org.madenet.core.Provenance#kind()}
 * @param title its name in tables
 * @param summary one line for people
 * @param joint whether experiments train one detector for all categories; else one each
 * @param presets names of the presets, the default first
 * @param setup makes a trainer for settings; throws {@link IllegalArgumentException} for a setting
 *     it cannot follow
 * @param loader reads a detector from a file
 * @param <D> the kind
 */
public record DetectorEntry<D extends AnomalyDetector>(
    String name,
    String title,
    String summary,
    boolean joint,
    List<String> presets,
    Function<TrainingSettings, Setup<D>> setup,
    Loader<D> loader) {

  /** Checks that nothing is missing. */
  public DetectorEntry {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(summary, "summary");
    Objects.requireNonNull(setup, "setup");
    Objects.requireNonNull(loader, "loader");
    presets = List.copyOf(presets);
    if (presets.isEmpty()) {
      throw new IllegalArgumentException("detector " + name + " needs at least one preset");
    }
  }

  /**
   * The same, trained for each category by itself.
   *
   * @return an entry that is not joint
   */
  public DetectorEntry<D> perCategory() {
    return new DetectorEntry<>(name, title, summary, false, presets, setup, loader);
  }

  /**
   * A trainer that is ready to go.
   *
   * @param trainer trains stage one; both stages if it is a {@link
   *     org.madenet.core.DetectorTrainer}
   * @param inputSize size of the images it takes
   * @param options everything that was chosen, as one JSON object
   * @param obstacle why it cannot be trained from the command line; empty if it can
   * @param <D> the kind of detector
   */
  public record Setup<D extends AnomalyDetector>(
      UnsupervisedTrainer<D> trainer,
      ImageSize inputSize,
      String options,
      Optional<String> obstacle) {}

  /**
   * Reads a detector from a file.
   *
   * @param <D> the kind of detector
   */
  @FunctionalInterface
  public interface Loader<D> {
    /**
     * Reads a detector.
     *
     * @param file what {@link AnomalyDetector#save} wrote
     * @return the detector
     * @throws IOException if the file is not such a detector
     */
    D load(Path file) throws IOException;
  }
}
