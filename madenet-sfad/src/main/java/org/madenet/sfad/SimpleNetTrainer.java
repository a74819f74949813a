package org.madenet.sfad;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.madenet.core.DetectorCost;
import org.madenet.core.NormalImages;
import org.madenet.core.TrainingRun;
import org.madenet.core.UnsupervisedTrainer;
import org.madenet.core.backbone.BackboneWeights;

/**
 * Trains SimpleNet (Liu and others, CVPR 2023), a baseline in the paper's Table 4. SFAD's stage one
 * is its recipe, so network, loss and detector are SFAD's; what makes it SimpleNet are the options
 * of {@link SimpleNetPresets}. There is no stage two. Immutable; one trainer can train any number
 * of detectors.
 */
public final class SimpleNetTrainer implements UnsupervisedTrainer<SfadDetector> {

  /** The registered name. */
  public static final String KIND = "simplenet";

  private final SfadTrainer trainer;

  /**
   * A trainer on the backbone weights that come with the library.
   *
   * @param options what decides the result; those of stage two have no effect
   * @throws IllegalArgumentException if it does not come with weights of the options' backbone, as
   *     for preset paper
   */
  public SimpleNetTrainer(SfadOptions options) {
    this.trainer = new SfadTrainer(options);
  }

  /**
   * A trainer.
   *
   * @param options what decides the result; those of stage two have no effect
   * @param weights weights of the backbone that the options name
   */
  public SimpleNetTrainer(SfadOptions options, BackboneWeights weights) {
    this.trainer = new SfadTrainer(options, weights);
  }

  /**
   * What decides the result.
   *
   * @return the options
   */
  public SfadOptions options() {
    return trainer.options();
  }

  /**
   * What the backbone and the head cost, as {@link SfadTrainer#cost} says.
   *
   * @return counted from the networks, not measured
   * @throws IllegalArgumentException if there is no backbone of the options' name, or it has not
   *     the taps
   */
  @Override
  public DetectorCost cost() {
    return trainer.cost();
  }

  /**
   * {@inheritDoc}
   *
   * <p>With a patience of 0, as in preset paper, the validation images are looked at for the record
   * and decide nothing.
   *
   * @throws IllegalArgumentException if the images are not of the options' input size
   * @throws UncheckedIOException if the backbone's weights cannot be read, or no room is left for
   *     cached features
   */
  @Override
  public SfadDetector fit(NormalImages train, NormalImages validation, TrainingRun run) {
    return trainer.fit(KIND, train, validation, run);
  }

  /**
   * Reads a detector that such a trainer made.
   *
   * @param file what {@link SfadDetector#save} wrote
   * @return the detector, with the same predictions as the saved one
   * @throws IOException if the file is not a readable SimpleNet detector; the message says why
   */
  public static SfadDetector load(Path file) throws IOException {
    return SfadDetector.load(file, KIND);
  }
}
