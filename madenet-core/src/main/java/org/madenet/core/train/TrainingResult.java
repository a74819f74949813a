package org.madenet.core.train;

import java.util.List;
import java.util.Objects;

/**
 * What a training came to. Epochs are counted from 1.
 *
 * @param bestEpoch the epoch whose weights the networks hold now
 * @param bestValidationLoss its validation loss
 * @param epochs losses of every epoch, in order
 * @param stopped why training ended
 */
public record TrainingResult(
    int bestEpoch, double bestValidationLoss, List<EpochLosses> epochs, StopReason stopped) {

  /** Copies the list and checks that nothing is missing. */
  public TrainingResult {
    epochs = List.copyOf(epochs);
    Objects.requireNonNull(stopped, "stopped");
  }

  /**
   * Losses of one epoch.
   *
   * @param epoch counted from 1
   * @param training mean loss over the epoch's steps
   * @param validation loss on the validation part after the epoch
   */
  public record EpochLosses(int epoch, double training, double validation) {}

  /** Why training ended. */
  public enum StopReason {
    /** All epochs are done. */
    MAX_EPOCHS,
    /** The validation loss did not improve any more. */
    EARLY_STOPPING
  }
}
