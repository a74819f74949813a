package org.madenet.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.madenet.bench.TrainingSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every training is asked: where it goes, what it starts from, and how long it lasts. */
final class RunOptions {

  @Option(
      names = "--out",
      required = true,
      paramLabel = "RUN",
      description = "Folder for what is trained; made if it does not exist.")
  private Path out;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "The options to start from; madenet info lists them. Default: the first.")
  private String preset;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "The one seed of all randomness. Default: 0.")
  private long seed;

  @Option(
      names = "--max-epochs",
      paramLabel = "N",
      description =
          "Epochs of each stage, at most; madenet info --model NAME shows how long one is. MADE-Net's"
              + " classifier is not limited.")
  private Integer maxEpochs;

  @Option(
      names = "--backbone-weights",
      paramLabel = "FILE",
      description =
          "Safetensors file with weights of the detector's backbone under PyTorch's names; of"
              + " madenet ensemble, of SFAD's. Default: those that come with madenet, or none.")
  private Path backboneWeights;

  @Mixin private TextureOptions textures;

  @Option(names = "--force", description = "Delete an earlier run in the folder.")
  private boolean force;

  /** The folder of the run. */
  Path out() {
    return out;
  }

  /** Whether to delete an earlier run. */
  boolean force() {
    return force;
  }

  /**
   * What these options and some of the command's own come to.
   *
   * @param defaultPreset where none is named
   * @param changes single options that differ from the preset's
   * @param fuse a detector whose features are used too
   * @throws IllegalArgumentException if a value is out of range
   */
  TrainingSettings settings(
      String defaultPreset, Map<String, String> changes, Optional<Path> fuse) {
    return new TrainingSettings(
        preset == null ? defaultPreset : preset,
        seed,
        maxEpochs == null ? OptionalInt.empty() : OptionalInt.of(maxEpochs),
        changes,
        fuse,
        Optional.ofNullable(backboneWeights),
        textures.open());
  }

  /** Work that the user may stop. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  /** Does the work; where it was stopped, says how to go on. */
  void stoppable(Work work) throws IOException {
    try {
      work.run();
    } catch (IOException | RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new StoppedException(
            "training was stopped; the same command%s goes on with what is in %s"
                .formatted(force ? " without --force" : "", out),
            e);
      }
      throw e;
    }
  }
}
