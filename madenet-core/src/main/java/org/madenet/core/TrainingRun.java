package org.madenet.core;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The circumstances of one training: what does not change its result.
 *
 * @param checkpointFolder where the state is kept so that a killed training resumes to the same
 *     result; empty keeps none
 * @param listener told of progress
 */
public record TrainingRun(Optional<Path> checkpointFolder, ProgressListener listener) {

  /** Checks that nothing is null. */
  public TrainingRun {
    Objects.requireNonNull(checkpointFolder, "checkpointFolder");
    Objects.requireNonNull(listener, "listener");
  }

  /**
   * A run that keeps no checkpoints and tells nobody.
   *
   * @return the run
   */
  public static TrainingRun quiet() {
    return new TrainingRun(Optional.empty(), ProgressListener.NONE);
  }
}
