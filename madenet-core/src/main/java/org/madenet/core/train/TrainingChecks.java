package org.madenet.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.madenet.core.ImageSize;
import org.madenet.core.ImageSource;
import org.madenet.core.Provenance;
import org.madenet.core.Stage;

/** What every trainer asks of its arguments before it starts. */
public final class TrainingChecks {

  private TrainingChecks() {}

  /**
   * Asks that images have the size that the options want.
   *
   * @param wanted the options' input size
   * @param part for the message: {@code training} or {@code validation}
   * @param images what came
   * @throws IllegalArgumentException if they have another size
   */
  public static void requireSize(ImageSize wanted, String part, ImageSource images) {
    if (!images.imageSize().equals(wanted)) {
      throw new IllegalArgumentException(
          "the options ask for images of %s, but the %s images are %s"
              .formatted(wanted, part, images.imageSize()));
    }
  }

  /**
   * Asks that a detector has seen stage one and nothing after it.
   *
   * @param task for the message: what needs such a detector
   * @param detector where it comes from
   * @throws IllegalArgumentException if it has seen another stage
   */
  public static void requireStageOne(String task, Provenance detector) {
    if (!detector.stages().equals(Stage.FIT.history())) {
      throw new IllegalArgumentException(
          "%s needs a detector after stage %s, but this one has seen %s; give the one that stage %s made"
              .formatted(task, Stage.FIT, String.join(", then ", detector.stages()), Stage.FIT));
    }
  }

  /**
   * Asks that both stages have the same seed. It decides which images are held out, and a detector
   * has one {@link Provenance#seed}.
   *
   * @param seed the options'
   * @param detector where the detector from stage one comes from
   * @throws IllegalArgumentException if that has another seed
   */
  public static void requireSameSeed(long seed, Provenance detector) {
    if (detector.seed() != seed) {
      throw new IllegalArgumentException(
          "the detector was fitted with seed %d, but the options have seed %d: each seed holds out other images, and those held out with one are training images with the other; use one seed for both stages"
              .formatted(detector.seed(), seed));
    }
  }

  /**
   * Asks that a detector was trained with the same of all options that decide what its weights
   * mean.
   *
   * @param mine the trainer's, by name
   * @param theirs the detector's, with the same names
   * @throws IllegalArgumentException if some differ; the message names them all
   */
  public static void requireSameNetwork(Map<String, ?> mine, Map<String, ?> theirs) {
    List<String> differences = new ArrayList<>();
    mine.forEach(
        (name, value) -> {
          if (!Objects.equals(value, theirs.get(name))) {
            differences.add(name + " is " + value + ", it was trained with " + theirs.get(name));
          }
        });
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "the detector cannot be fine-tuned with these options: "
              + String.join("; ", differences)
              + ". Start from the detector's own options()");
    }
  }
}
