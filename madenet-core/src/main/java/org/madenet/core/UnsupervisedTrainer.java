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
   * @throws TrainingException if the loss becomes NaN or infinite
   */
  D fit(NormalImages train, NormalImages validation, TrainingRun run);
}
