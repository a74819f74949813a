package org.madenet.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.madenet.core.ImageSize;
import org.madenet.core.ImageSource;

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
