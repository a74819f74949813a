package org.madenet.core.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.madenet.core.io.AtomicFiles;
import org.madenet.core.io.TensorContainer;
import org.madenet.core.train.TrainingResult.EpochLosses;
import org.madenet.core.train.TrainingResult.StopReason;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where a training stands, on disk: position, losses, weights, updater state, best weights. */
final class Checkpoint {

  private static final String CONTENT = "checkpoint";
  private static final String WEIGHTS = "weights/";
  private static final String UPDATER = "updater/";
  private static final String BEST = "best/";

  /**
   * The part of a checkpoint that is not tensors.
   *
   * @param identity of the run
   * @param stepsPerEpoch of the run
   * @param epoch the epoch of the next step, from 0
   * @param step the next step in it, from 0; {@code stepsPerEpoch} if only validation is left
   * @param lossSum sum of the losses of this epoch's steps
   * @param epochs losses of finished epochs
   * @param stopped why training ended, null while it has not
   * @param counters of the training state
   */
  record Position(
      RunIdentity identity,
      int stepsPerEpoch,
      int epoch,
      int step,
      double lossSum,
      List<EpochLosses> epochs,
      StopReason stopped,
      Map<String, Long> counters) {

    Position {
      epochs = List.copyOf(epochs);
      counters = Map.copyOf(counters);
    }
  }

  private final Path file;

  Checkpoint(Path folder, String task) throws IOException {
    Files.createDirectories(folder);
    this.file = folder.resolve(task + ".checkpoint");
    AtomicFiles.deleteLeftovers(file);
  }

  Path file() {
    return file;
  }

  boolean exists() {
    return Files.exists(file);
  }

  void write(Position position, TrainingState state, Map<String, INDArray> best)
      throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    state.weights().forEach((name, array) -> tensors.put(WEIGHTS + name, array));
    state.updater().forEach((name, array) -> tensors.put(UPDATER + name, array));
    best.forEach((name, array) -> tensors.put(BEST + name, array));
    TensorContainer.write(file, CONTENT, position, tensors);
  }

  /**
   * Puts a saved state back, if there is one.
   *
   * @param identity of the run that wants to go on
   * @param stepsPerEpoch of that run
   * @param state receives weights, updater state and counters
   * @param best receives copies of the best weights
   * @return where to go on; empty if there is no checkpoint
   * @throws IOException if the file is not a sound checkpoint
   * @throws IllegalArgumentException if it belongs to another run
   */
  Optional<Position> restore(
      RunIdentity identity, int stepsPerEpoch, TrainingState state, Map<String, INDArray> best)
      throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    TensorContainer saved = TensorContainer.read(file, CONTENT);
    Position position = saved.header(Position.class);
    requireSameRun(position, identity, stepsPerEpoch);
    assign(saved.tensors(), WEIGHTS, state.weights());
    assign(saved.tensors(), UPDATER, state.updater());
    if (!position.epochs().isEmpty()) {
      state.weights().forEach((name, array) -> best.put(name, array.dup().detach()));
      assign(saved.tensors(), BEST, best);
    }
    state.setCounters(position.counters());
    return Optional.of(position);
  }

  private void requireSameRun(Position position, RunIdentity identity, int stepsPerEpoch) {
    List<String> differences = position.identity().differences(identity);
    if (differences.isEmpty() && position.stepsPerEpoch() != stepsPerEpoch) {
      differences =
          List.of("steps per epoch " + position.stepsPerEpoch() + " against " + stepsPerEpoch);
    }
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          file
              + " is the checkpoint of another run: "
              + String.join(", ", differences)
              + " now. Go on with the same settings, name another folder, or delete the file");
    }
  }

  private void assign(Map<String, INDArray> saved, String prefix, Map<String, INDArray> live)
      throws IOException {
    for (Map.Entry<String, INDArray> entry : live.entrySet()) {
      INDArray from = saved.get(prefix + entry.getKey());
      INDArray to = entry.getValue();
      if (from == null || !Arrays.equals(from.shape(), to.shape())) {
        throw new IOException(
            file
                + ": "
                + prefix
                + entry.getKey()
                + " is "
                + (from == null ? "missing" : Arrays.toString(from.shape()))
                + ", but this network needs "
                + Arrays.toString(to.shape())
                + ". Delete the file to train anew");
      }
      to.assign(from);
    }
  }
}
