package org.madenet.bench;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * What a user chooses about a training. Equal settings and data give equal detectors.
 *
 * @param preset name of the preset that all options start from
 * @param seed the one seed of all randomness
 * @param maxEpochs passes over the training images of each stage, at most; empty leaves the
 *     preset's
 */
public record TrainingSettings(String preset, long seed, OptionalInt maxEpochs) {

  /** Checks the range of the epochs. */
  public TrainingSettings {
    Objects.requireNonNull(preset, "preset");
    if (maxEpochs.isPresent() && maxEpochs.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "the number of epochs must be at least 1, but is " + maxEpochs.getAsInt());
    }
  }
}
