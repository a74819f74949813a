package org.madenet.core.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.madenet.core.ProgressListener.Epoch;
import org.madenet.core.ProgressMeter;
import org.madenet.core.TrainingException;
import org.madenet.core.TrainingRun;
import org.madenet.core.metric.UndefinedMetricException;
import org.madenet.core.train.TrainingResult.EpochLosses;
import org.madenet.core.train.TrainingResult.StopReason;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.longer.MatchCondition;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * Trains until all epochs are done or the validation loss stops improving, and leaves the network
 * with the weights of the best epoch. With a patience of 0 all epochs are done, and the last one is
 * the best by definition.
 *
 * <p>With a checkpoint folder in the {@link TrainingRun}, the state is written to {@code
 * <task>.checkpoint} there: when the interval has passed, when training ends, and when the thread
 * is interrupted, also while a step waits for its data. A new loop with the same identity goes on
 * from it, in the middle of an epoch if need be, and comes to the same weights, bit by bit, as a
 * run that was never stopped. A finished run's checkpoint gives its result at once. A checkpoint of
 * another run is refused.
 *
 * <p>A NaN or an infinity in losses or weights ends the training with a {@link TrainingException};
 * such a state is never written, so the last checkpoint is a good one.
 *
 * <p>Before each step the loop seeds ND4J's random number generator from seed, epoch and step. Runs
 * on the calling thread. A loop can be used once.
 */
public final class TrainingLoop {

  private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);

  private final RunIdentity identity;
  private final TrainingOptions options;
  private final TrainingRun run;
  private final Duration checkpointInterval;
  private final RandomStreams streams;

  private final Map<String, INDArray> best = new LinkedHashMap<>();
  private final List<EpochLosses> epochs = new ArrayList<>();
  private TrainingState state;
  private Checkpoint checkpoint;
  private long lastCheckpoint;
  private ProgressMeter meter;
  private int stepsPerEpoch;
  private int epoch;
  private int step;
  private double lossSum;
  private StopReason stopped;

  /**
   * A loop that writes a checkpoint every minute.
   *
   * @param identity what decides the result
   * @param options how long to train
   * @param run where checkpoints go and who is told of progress
   */
  public TrainingLoop(RunIdentity identity, TrainingOptions options, TrainingRun run) {
    this(identity, options, run, DEFAULT_INTERVAL);
  }

  /**
   * A loop.
   *
   * @param identity what decides the result; the training options are added to it
   * @param options how long to train
   * @param run where checkpoints go and who is told of progress
   * @param checkpointInterval time between checkpoints; zero writes one after every step
   */
  public TrainingLoop(
      RunIdentity identity, TrainingOptions options, TrainingRun run, Duration checkpointInterval) {
    this.identity = identity.with(options);
    this.options = Objects.requireNonNull(options, "options");
    this.run = Objects.requireNonNull(run, "run");
    this.checkpointInterval = Objects.requireNonNull(checkpointInterval, "checkpointInterval");
    this.streams = new RandomStreams(identity.seed()).forPurpose("nd4j");
  }

  /**
   * Trains.
   *
   * @param trainable what to train; afterwards it has the best epoch's weights
   * @return losses, the best epoch, and why training ended
   * @throws TrainingException if losses or weights become NaN or infinite, or if the thread is
   *     interrupted
   * @throws IllegalArgumentException if the folder has a checkpoint of another run
   * @throws UncheckedIOException if a checkpoint cannot be read or written
   */
  public TrainingResult run(Trainable trainable) {
    if (state != null) {
      throw new IllegalStateException("this loop has run already: make a new one");
    }
    state = trainable.state();
    stepsPerEpoch = trainable.stepsPerEpoch();
    if (stepsPerEpoch < 1) {
      throw new IllegalArgumentException("an epoch needs at least one step, not " + stepsPerEpoch);
    }
    try {
      resume();
      epochs.forEach(this::tellEpoch);
      long total = (long) options.maxEpochs() * stepsPerEpoch;
      meter = new ProgressMeter(run.listener(), identity.task(), stepsDone(), total);
      while (stopped == null) {
        stopIfInterrupted();
        if (step < stepsPerEpoch) {
          train(trainable);
        } else {
          validate(trainable);
        }
        if (stopped != null || checkpointDue()) {
          writeCheckpoint();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    best.forEach((name, array) -> state.weights().get(name).assign(array));
    EpochLosses winner = bestEpoch();
    return new TrainingResult(winner.epoch(), winner.validation(), epochs, stopped);
  }

  private void resume() throws IOException {
    Optional<Path> folder = run.checkpointFolder();
    if (folder.isEmpty()) {
      return;
    }
    checkpoint = new Checkpoint(folder.get(), identity.task());
    checkpoint
        .restore(identity, stepsPerEpoch, state, best)
        .ifPresent(
            position -> {
              epoch = position.epoch();
              step = position.step();
              lossSum = position.lossSum();
              epochs.addAll(position.epochs());
              stopped = position.stopped();
            });
    lastCheckpoint = System.nanoTime();
  }

  private void train(Trainable trainable) throws IOException {
    Nd4j.getRandom().setSeed(streams.seedAt(epoch, step));
    double loss = unlessInterrupted(() -> trainable.step(epoch, step));
    requireFinite(loss, "the loss");
    lossSum += loss;
    step++;
    tell(loss);
  }

  private void validate(Trainable trainable) throws IOException {
    requireFiniteWeights();
    double validation;
    try {
      validation = unlessInterrupted(() -> trainable.validationLoss(epoch));
    } catch (UndefinedMetricException e) {
      throw diverged(e.getMessage(), e);
    }
    requireFinite(validation, "the validation loss");
    boolean improved =
        !options.judged()
            || epochs.isEmpty()
            || validation < bestEpoch().validation() - options.minDelta();
    epoch++;
    step = 0;
    epochs.add(new EpochLosses(epoch, lossSum / stepsPerEpoch, validation));
    lossSum = 0;
    if (improved) {
      keepBest();
    }
    if (epoch == options.maxEpochs()) {
      stopped = StopReason.MAX_EPOCHS;
    } else if (options.judged() && epoch - bestEpoch().epoch() >= options.patience()) {
      stopped = StopReason.EARLY_STOPPING;
    }
    tell(epochs.get(epoch - 1).training());
    tellEpoch(epochs.get(epoch - 1));
  }

  private void keepBest() {
    state
        .weights()
        .forEach(
            (name, array) -> {
              if (best.containsKey(name)) {
                best.get(name).assign(array);
              } else {
                best.put(name, array.dup().detach());
              }
            });
  }

  /** The last epoch that improved on its predecessors by more than minDelta, if that is asked. */
  private EpochLosses bestEpoch() {
    if (!options.judged()) {
      return epochs.get(epochs.size() - 1);
    }
    EpochLosses winner = epochs.get(0);
    for (EpochLosses candidate : epochs) {
      if (candidate.validation() < winner.validation() - options.minDelta()) {
        winner = candidate;
      }
    }
    return winner;
  }

  private boolean checkpointDue() {
    return checkpoint != null && System.nanoTime() - lastCheckpoint >= checkpointInterval.toNanos();
  }

  private void writeCheckpoint() throws IOException {
    if (checkpoint == null) {
      return;
    }
    requireFiniteWeights();
    // The flag is cleared while the checkpoint is written: it would close the file.
    boolean interrupted = Thread.interrupted();
    try {
      checkpoint.write(
          new Checkpoint.Position(
              identity, stepsPerEpoch, epoch, step, lossSum, epochs, stopped, state.counters()),
          state,
          best);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    lastCheckpoint = System.nanoTime();
  }

  private void stopIfInterrupted() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      writeCheckpoint();
      throw new TrainingException(interruption());
    }
  }

  /** An interrupt while data are waited for comes as whatever exception the waiting throws. */
  private double unlessInterrupted(DoubleSupplier work) throws IOException {
    try {
      return work.getAsDouble();
    } catch (RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) {
        throw e;
      }
      writeCheckpoint();
      throw new TrainingException(interruption(), e);
    }
  }

  private String interruption() {
    return "training of "
        + identity.task()
        + " was interrupted "
        + place()
        + (checkpoint == null
            ? "; it kept no checkpoints"
            : "; the same call goes on from " + checkpoint.file());
  }

  private void requireFiniteWeights() {
    state
        .weights()
        .forEach(
            (name, array) -> {
              INDArray count =
                  Nd4j.getExecutioner().exec(new MatchCondition(array, Conditions.notFinite()));
              if (count.getLong(0) > 0) {
                throw diverged(count.getLong(0) + " values of " + name + " are not finite");
              }
            });
  }

  private void requireFinite(double loss, String what) {
    if (!Double.isFinite(loss)) {
      throw diverged(what + " is " + loss);
    }
  }

  private TrainingException diverged(String what) {
    return diverged(what, null);
  }

  private TrainingException diverged(String what, Throwable cause) {
    return new TrainingException(
        "training of "
            + identity.task()
            + " diverged "
            + place()
            + ": "
            + what
            + (checkpoint == null || !checkpoint.exists()
                ? ""
                : ". The last good state is in " + checkpoint.file())
            + ". Lower the learning rate, or look for faulty images",
        cause);
  }

  private String place() {
    return "in epoch "
        + (epoch + 1)
        + (step < stepsPerEpoch
            ? ", step " + (step + 1) + " of " + stepsPerEpoch
            : ", after its last step");
  }

  private long stepsDone() {
    return (long) epoch * stepsPerEpoch + step;
  }

  private void tell(double loss) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("loss", loss);
    if (!epochs.isEmpty()) {
      figures.put("validation loss", epochs.get(epochs.size() - 1).validation());
    }
    meter.tell(stepsDone(), stopped == null ? meter.total() : stepsDone(), figures);
  }

  private void tellEpoch(EpochLosses losses) {
    run.listener()
        .epoch(new Epoch(identity.task(), losses.epoch(), losses.training(), losses.validation()));
  }
}
