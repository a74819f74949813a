package org.madenet.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.madenet.core.ProgressListener;
import org.madenet.core.ProgressListener.Progress;
import org.madenet.core.TrainingException;
import org.madenet.core.TrainingRun;
import org.madenet.core.io.PlainJson;
import org.madenet.core.metric.UndefinedMetricException;
import org.madenet.core.train.TrainingResult.EpochLosses;
import org.madenet.core.train.TrainingResult.StopReason;

class TrainingLoopTest {

  private static final ToyProblem.Options OPTIONS = new ToyProblem.Options(0.01);

  @TempDir Path folder;

  private static RunIdentity identity() {
    return RunIdentity.of("scripted", 5, OPTIONS, Map.of("train", "abc"));
  }

  private static TrainingLoop quiet(TrainingOptions options) {
    return new TrainingLoop(identity(), options, TrainingRun.quiet());
  }

  private TrainingLoop checkpointed(RunIdentity identity, int epochs, ProgressListener listener) {
    return new TrainingLoop(
        identity,
        TrainingOptions.epochs(epochs),
        new TrainingRun(Optional.of(folder), listener),
        Duration.ZERO);
  }

  @Test
  void run_realGraph_learns() {
    ComputationGraph graph = ToyProblem.graph(1);

    TrainingResult result =
        ToyProblem.loop(25, null, ProgressListener.NONE).run(ToyProblem.trainable(graph));

    // Guessing gives 0.5, and so does any linear classifier.
    assertThat(ToyProblem.accuracy(graph)).isGreaterThan(0.93);
    assertThat(result.bestValidationLoss()).isLessThan(0.25);
    assertThat(ToyProblem.trainable(graph).validationLoss(0))
        .isEqualTo(result.bestValidationLoss());
  }

  @Test
  void run_noImprovementForPatience_stopsWithBestWeights() {
    ScriptedTrainable trainable = new ScriptedTrainable(3, 5, 4, 4.5, 4, 4.1, 3);

    TrainingResult result = quiet(TrainingOptions.epochs(6).withPatience(3)).run(trainable);

    assertThat(result.stopped()).isEqualTo(StopReason.EARLY_STOPPING);
    assertThat(result.bestEpoch()).isEqualTo(2);
    assertThat(result.bestValidationLoss()).isEqualTo(4);
    assertThat(trainable.weight()).isEqualTo(6);
    assertThat(result.epochs())
        .containsExactly(
            new EpochLosses(1, 1, 5),
            new EpochLosses(2, 1, 4),
            new EpochLosses(3, 1, 4.5),
            new EpochLosses(4, 1, 4),
            new EpochLosses(5, 1, 4.1));
  }

  @Test
  void run_patience0_trainsAllEpochsAndKeepsTheLastWeights() {
    ScriptedTrainable trainable = new ScriptedTrainable(2, 1, 5, 4, 6);

    TrainingResult result = quiet(TrainingOptions.epochs(4).withPatience(0)).run(trainable);

    assertThat(result.stopped()).isEqualTo(StopReason.MAX_EPOCHS);
    assertThat(result.bestEpoch()).isEqualTo(4);
    assertThat(result.bestValidationLoss()).isEqualTo(6);
    assertThat(result.epochs()).hasSize(4);
    assertThat(trainable.weight()).isEqualTo(8);
  }

  @Test
  void run_improvementWithinMinDelta_doesNotCount() {
    ScriptedTrainable trainable = new ScriptedTrainable(1, 5, 4.9, 4.8, 4.7);

    TrainingResult result = quiet(new TrainingOptions(4, 2, 0.25)).run(trainable);

    assertThat(result.bestEpoch()).isEqualTo(1);
    assertThat(result.stopped()).isEqualTo(StopReason.EARLY_STOPPING);
    assertThat(result.epochs()).hasSize(3);
  }

  @Test
  void run_slowImprovementBeyondMinDelta_countsAgainstTheBestEpoch() {
    ScriptedTrainable trainable = new ScriptedTrainable(1, 5, 4.9, 4.7, 4.6);

    TrainingResult result = quiet(new TrainingOptions(4, 2, 0.25)).run(trainable);

    assertThat(result.bestEpoch()).isEqualTo(3);
    assertThat(trainable.weight()).isEqualTo(3);
    assertThat(result.stopped()).isEqualTo(StopReason.MAX_EPOCHS);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void run_lossNotFinite_stopsAndKeepsLastGoodCheckpoint(double loss) throws IOException {
    ScriptedTrainable trainable = new ScriptedTrainable(3, 5, 4, 3).lossAt(4, loss);
    TrainingLoop loop = checkpointed(identity(), 3, ProgressListener.NONE);

    assertThatThrownBy(() -> loop.run(trainable))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("epoch 2, step 2 of 3")
        .hasMessageContaining("the loss is " + loss)
        .hasMessageContaining(folder.resolve("scripted.checkpoint").toString());

    // A cured network goes on from the step that failed.
    ScriptedTrainable cured = new ScriptedTrainable(3, 5, 4, 3);
    TrainingResult result = checkpointed(identity(), 3, ProgressListener.NONE).run(cured);
    assertThat(cured.steps()).isEqualTo(5);
    assertThat(result.bestEpoch()).isEqualTo(3);
  }

  @Test
  void run_validationLossNotFinite_stops() {
    ScriptedTrainable trainable = new ScriptedTrainable(1, 5, Double.NaN);

    assertThatThrownBy(() -> quiet(TrainingOptions.epochs(2)).run(trainable))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("the validation loss is NaN");
  }

  @Test
  void run_scoresOfValidationNotANumber_divergedToo() {
    ScriptedTrainable trainable =
        new ScriptedTrainable(2, 5, 4).undefinedInValidation(1, "the anomaly score of a is NaN");
    TrainingLoop loop = checkpointed(identity(), 3, ProgressListener.NONE);

    assertThatThrownBy(() -> loop.run(trainable))
        .isInstanceOf(TrainingException.class)
        .hasCauseInstanceOf(UndefinedMetricException.class)
        .hasMessageContaining("diverged")
        .hasMessageContaining("the anomaly score of a is NaN")
        .hasMessageContaining(folder.resolve("scripted.checkpoint").toString());
  }

  @Test
  void run_weightsNotFinite_stopsAndWritesNoCheckpoint() {
    ScriptedTrainable trainable = new ScriptedTrainable(2, 5).brokenWeights();
    TrainingLoop loop = checkpointed(identity(), 1, ProgressListener.NONE);

    assertThatThrownBy(() -> loop.run(trainable))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("1 values of w are not finite");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void run_checkpointFromBeforeThereWereVisits_goesOn() {
    StageOptions stage = new StageOptions(1e-4, 1, 8, 100, 12, 0);
    ObjectNode before = (ObjectNode) PlainJson.toTree(stage);
    before.remove("maxVisits");
    RunIdentity older = new RunIdentity("scripted", 5, before, Map.of());
    assertThatThrownBy(
            () ->
                checkpointed(older, 3, ProgressListener.NONE)
                    .run(new ScriptedTrainable(3, 5, 4, 3).lossAt(4, Double.NaN)))
        .isInstanceOf(TrainingException.class);

    RunIdentity limited = RunIdentity.of("scripted", 5, stage.withMaxVisits(3), Map.of());
    assertThatThrownBy(
            () ->
                checkpointed(limited, 3, ProgressListener.NONE)
                    .run(new ScriptedTrainable(3, 5, 4, 3)))
        .hasMessageContaining("maxVisits");
    ScriptedTrainable resumed = new ScriptedTrainable(3, 5, 4, 3);
    checkpointed(RunIdentity.of("scripted", 5, stage, Map.of()), 3, ProgressListener.NONE)
        .run(resumed);
    assertThat(resumed.steps()).isEqualTo(5);
  }

  @Test
  void run_listener_hearsEveryStepWithTimeLeft() {
    List<Progress> heard = new ArrayList<>();
    TrainingRun run = new TrainingRun(Optional.empty(), heard::add);

    new TrainingLoop(identity(), TrainingOptions.epochs(2), run)
        .run(new ScriptedTrainable(3, 5, 4));

    assertThat(heard).extracting(Progress::done).containsExactly(1L, 2L, 3L, 3L, 4L, 5L, 6L, 6L);
    assertThat(heard).extracting(Progress::total).containsOnly(6L);
    assertThat(heard).allSatisfy(progress -> assertThat(progress.remaining()).isPresent());
    assertThat(heard.get(heard.size() - 1).remaining()).contains(Duration.ZERO);
    assertThat(heard.get(7).figures()).containsEntry("validation loss", 4.0);
  }

  @Test
  void run_interrupted_writesCheckpointAndResumes() {
    ScriptedTrainable first = new ScriptedTrainable(3, 5, 4, 3);
    TrainingLoop loop =
        new TrainingLoop(
            identity(),
            TrainingOptions.epochs(3),
            new TrainingRun(
                Optional.of(folder),
                progress -> {
                  if (progress.done() == 5) {
                    Thread.currentThread().interrupt();
                  }
                }));

    assertThatThrownBy(() -> loop.run(first))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("was interrupted in epoch 2, step 3 of 3");
    assertThat(Thread.interrupted()).isTrue();

    ScriptedTrainable second = new ScriptedTrainable(3, 5, 4, 3);
    checkpointed(identity(), 3, ProgressListener.NONE).run(second);
    assertThat(second.steps()).isEqualTo(4);
  }

  @Test
  void run_interruptedWhileAStepWaits_writesCheckpointBeforeThatStep() {
    ScriptedTrainable first = new ScriptedTrainable(3, 5, 4, 3).interruptedAt(4);
    TrainingLoop loop = rarelyCheckpointed();

    assertThatThrownBy(() -> loop.run(first))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("was interrupted in epoch 2, step 2 of 3")
        .hasMessageContaining(folder.resolve("scripted.checkpoint").toString())
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(Thread.interrupted()).isTrue();

    ScriptedTrainable second = new ScriptedTrainable(3, 5, 4, 3);
    TrainingResult result = rarelyCheckpointed().run(second);
    assertThat(second.steps()).isEqualTo(5);
    assertThat(result.epochs()).extracting(EpochLosses::training).containsOnly(1.0);
  }

  @Test
  void run_interruptedWhileValidationWaits_writesCheckpointBeforeIt() {
    ScriptedTrainable first = new ScriptedTrainable(3, 5, 4, 3).interruptedInValidation(1);
    TrainingLoop loop = rarelyCheckpointed();

    assertThatThrownBy(() -> loop.run(first))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("was interrupted in epoch 2, after its last step")
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(Thread.interrupted()).isTrue();

    ScriptedTrainable second = new ScriptedTrainable(3, 5, 4, 3);
    TrainingResult result = rarelyCheckpointed().run(second);
    assertThat(second.steps()).isEqualTo(3);
    assertThat(result.epochs()).hasSize(3);
  }

  private TrainingLoop rarelyCheckpointed() {
    return new TrainingLoop(
        identity(),
        TrainingOptions.epochs(3),
        new TrainingRun(Optional.of(folder), ProgressListener.NONE));
  }

  /** Keeps what it hears of epochs; stops the first time a number of steps is done. */
  private static final class EpochLog implements ProgressListener {

    private final List<Epoch> epochs = new ArrayList<>();
    private final long stopAt;

    EpochLog(long stopAt) {
      this.stopAt = stopAt;
    }

    @Override
    public void progress(Progress progress) {
      if (progress.done() == stopAt) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void epoch(Epoch epoch) {
      epochs.add(epoch);
    }
  }

  @Test
  void run_resumed_tellsOfEveryEpochFromTheFirst() {
    EpochLog whole = new EpochLog(-1);
    TrainingResult result =
        new TrainingLoop(
                identity(), TrainingOptions.epochs(3), new TrainingRun(Optional.empty(), whole))
            .run(new ScriptedTrainable(3, 5, 4, 3));
    assertThat(whole.epochs)
        .extracting(ProgressListener.Epoch::validation)
        .containsExactly(5.0, 4.0, 3.0);
    assertThat(whole.epochs)
        .extracting(ProgressListener.Epoch::training)
        .containsExactlyElementsOf(
            result.epochs().stream().map(TrainingResult.EpochLosses::training).toList());

    TrainingLoop stopped = checkpointed(identity(), 3, new EpochLog(7));
    assertThatThrownBy(() -> stopped.run(new ScriptedTrainable(3, 5, 4, 3)))
        .isInstanceOf(TrainingException.class);
    assertThat(Thread.interrupted()).isTrue();
    EpochLog rest = new EpochLog(-1);
    checkpointed(identity(), 3, rest).run(new ScriptedTrainable(3, 5, 4, 3));
    assertThat(rest.epochs).isEqualTo(whole.epochs);
  }

  @Test
  void run_finishedCheckpoint_givesTheSameResultWithoutTraining() {
    TrainingResult first =
        checkpointed(identity(), 3, ProgressListener.NONE).run(new ScriptedTrainable(2, 5, 3, 4));
    ScriptedTrainable again = new ScriptedTrainable(2, 5, 3, 4);

    TrainingResult second = checkpointed(identity(), 3, ProgressListener.NONE).run(again);

    assertThat(second).isEqualTo(first);
    assertThat(again.steps()).isZero();
    assertThat(again.weight()).isEqualTo(4);
  }

  @Test
  void run_checkpointOfAnotherRun_refusedWithWhatDiffers() {
    checkpointed(identity(), 2, ProgressListener.NONE).run(new ScriptedTrainable(1, 5, 3));
    RunIdentity other =
        RunIdentity.of(
            "scripted", 6, new ToyProblem.Options(0.02), Map.of("train", "abc", "masks", "x"));
    TrainingLoop loop = checkpointed(other, 4, ProgressListener.NONE);

    assertThatThrownBy(() -> loop.run(new ScriptedTrainable(1, 5, 3, 2, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("checkpoint of another run")
        .hasMessageContaining("seed 5 against 6")
        .hasMessageContaining("data masks absent against x")
        .hasMessageContaining("options.model.learningRate 0.01 against 0.02")
        .hasMessageContaining("options.training.maxEpochs 2 against 4")
        .message()
        .doesNotContain("data train", "patience");
  }

  @Test
  void run_otherStepsPerEpoch_refused() {
    checkpointed(identity(), 2, ProgressListener.NONE).run(new ScriptedTrainable(1, 5, 3));
    TrainingLoop loop = checkpointed(identity(), 2, ProgressListener.NONE);

    assertThatThrownBy(() -> loop.run(new ScriptedTrainable(2, 5, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("steps per epoch 1 against 2");
  }

  @Test
  void run_damagedCheckpoint_refused() throws IOException {
    checkpointed(identity(), 2, ProgressListener.NONE).run(new ScriptedTrainable(1, 5, 3));
    Path file = folder.resolve("scripted.checkpoint");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    TrainingLoop loop = checkpointed(identity(), 2, ProgressListener.NONE);

    assertThatThrownBy(() -> loop.run(new ScriptedTrainable(1, 5, 3)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file + " is damaged");
  }

  @Test
  void run_folderCannotBeMade_refusedBeforeTraining() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    ScriptedTrainable trainable = new ScriptedTrainable(1, 5);
    TrainingLoop loop =
        new TrainingLoop(
            identity(),
            TrainingOptions.epochs(1),
            new TrainingRun(Optional.of(file), ProgressListener.NONE));

    assertThatThrownBy(() -> loop.run(trainable))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.toString());
    assertThat(trainable.steps()).isZero();
  }

  @Test
  void run_twice_refused() {
    TrainingLoop loop = quiet(TrainingOptions.epochs(1));
    loop.run(new ScriptedTrainable(1, 5));

    assertThatThrownBy(() -> loop.run(new ScriptedTrainable(1, 5)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void options_outOfRange_refused() {
    assertThatThrownBy(() -> TrainingOptions.epochs(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TrainingOptions.epochs(1).withPatience(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TrainingOptions(1, 10, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RunIdentity.of("../x", 1, OPTIONS, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
