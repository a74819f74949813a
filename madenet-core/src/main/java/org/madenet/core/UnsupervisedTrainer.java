package org.madenet.core;

/**
 * Trains one kind of detector from normal images alone: stage one of the paper (section 3.5), and
 * all that most published methods have. A {@link DetectorTrainer} learns from annotated defects,
 * too.
 *
 * @param <D> the kind of detector
 */
public interface UnsupervisedTrainer<D extends AnomalyDetector> {

  /**
   * Stage one, unsupervised.
   *
   * @param train normal images
   * @param validation other normal images, for early stopping
   * @param run where checkpoints go and who is told of progress
   * @return a new detector
   * @throws TrainingException if the loss or weights become NaN or infinite, or if the thread is
   *     interrupted, which it then stays
   * @throws IllegalArgumentException if the images do not fit the options, or if the run's folder
   *     has a checkpoint of another run
   * @throws java.io.UncheckedIOException if an image, a checkpoint or a file of weights cannot be
   *     read, or if a checkpoint or cached features cannot be written
   */
  D fit(NormalImages train, NormalImages validation, TrainingRun run);

  /**
   * What its detectors cost at their input size, before one is trained.
   *
   * @return counted from the networks, not measured
   */
  DetectorCost cost();
}
