package org.madenet.core;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Is told how long work proceeds. Called on the thread that works: return quickly. */
@FunctionalInterface
public interface ProgressListener {

  /** Ignores everything. */
  ProgressListener NONE = progress -> {};

  /**
   * A step is done.
   *
   * @param progress where the work stands
   */
  void progress(Progress progress);

  /**
   * An epoch is over. A training that goes on from a checkpoint first tells of the epochs done
   * before, so that a listener always hears of all of them, in order.
   *
   * @param epoch its losses
   */
  default void epoch(Epoch epoch) {}

  /**
   * Losses of one epoch.
   *
   * @param task what is being trained
   * @param number counted from 1
   * @param training mean loss over the epoch's steps
   * @param validation loss on the validation part after the epoch
   */
  record Epoch(String task, int number, double training, double validation) {}

  /**
   * Where a piece of work stands.
   *
   * @param task what is being done, for people: "extracting features", "training"
   * @param done steps done, 0 to {@code total}
   * @param total steps in all, as far as known now; early stopping can make it fewer
   * @param remaining estimate of the time left; empty while there is nothing to base it on
   * @param figures named values worth showing, the training loss for instance; can be empty
   */
  record Progress(
      String task,
      long done,
      long total,
      Optional<Duration> remaining,
      Map<String, Double> figures) {

    /** Copies the figures. */
    public Progress {
      figures = Map.copyOf(figures);
    }
  }
}
