package org.madenet.bench.jmh;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.madenet.bench.TrainingSettings;

/** Settings of trainings with so many epochs of so many steps. */
final class Epochs {

  /**
   * Options of the steps per epoch; detectors on frozen backbones have none and visit all images.
   */
  private static final Map<String, List<String>> STEPS =
      Map.of(
          "srad", List.of("fit.stepsPerEpoch"),
          "lpd", List.of("fit.stepsPerEpoch"),
          "cutpaste", List.of("training.stepsPerEpoch"),
          "dsr",
              List.of(
                  "codebookStage.stepsPerEpoch",
                  "detectionStage.stepsPerEpoch",
                  "upsamplingStage.stepsPerEpoch"));

  private Epochs() {}

  static TrainingSettings of(String detector, String preset, int epochs, int steps) {
    Map<String, String> options = new HashMap<>();
    STEPS
        .getOrDefault(detector, List.of())
        .forEach(option -> options.put(option, Integer.toString(steps)));
    return new TrainingSettings(preset, 0, OptionalInt.of(epochs), options, Optional.empty());
  }
}
