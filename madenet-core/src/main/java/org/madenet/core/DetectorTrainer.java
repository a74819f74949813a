package org.madenet.core;

/**
 * Trains one kind of detector in the two stages of the paper (section 3.5): {@link #fit} on normal
 * images with synthetic anomalies, then, where there are annotated defects, {@link #fineTune} on
 * real ones.
 *
 * @param <D> the kind of detector
 */
public interface DetectorTrainer<D extends AnomalyDetector> extends UnsupervisedTrainer<D> {

  /**
   * Stage two, supervised. The given detector stays as it is.
   *
   * @param detector a detector from stage one
   * @param train images, labels and masks, both classes present
   * @param validation others, both classes present, for early stopping
   * @param run where checkpoints go and who is told of progress
   * @return a new detector
   * @throws TrainingException if the loss or weights become NaN or infinite, or if the thread is
   *     interrupted, which it then stays
   * @throws IllegalArgumentException if the detector has been fine-tuned already, if it was fitted
   *     with another seed, if the images or the detector do not fit the options, if a part lacks
   *     one of the classes, or if the run's folder has a checkpoint of another run
   * @throws java.io.UncheckedIOException if an image, a checkpoint or a file of weights cannot be
   *     read, or if a checkpoint or cached features cannot be written
   */
  D fineTune(D detector, LabelledImages train, LabelledImages validation, TrainingRun run);

  /**
   * Whether {@link #fineTune} learns from marked pixels alone, so that it needs an anomalous
   * training image with a ground-truth mask. Held-out images need none.
   *
   * @return false if it learns from labels of whole images, too
   */
  default boolean needsMasks() {
    return true;
  }
}
