package org.madenet.sfad;

import java.util.Objects;
import org.madenet.core.DetectorTrainer;
import org.madenet.core.LabelledImages;
import org.madenet.core.NormalImages;
import org.madenet.core.TrainingRun;

/** Trains SFAD (paper, section 3.2) in both stages. */
public final class SfadTrainer implements DetectorTrainer<SfadDetector> {

  private final SfadOptions options;

  /**
   * A trainer on the backbone that comes with the library.
   *
   * @param options what decides the result
   */
  public SfadTrainer(SfadOptions options) {
    this.options = Objects.requireNonNull(options, "options");
  }

  /**
   * What decides the result.
   *
   * @return the options
   */
  public SfadOptions options() {
    return options;
  }

  @Override
  public SfadDetector fit(NormalImages train, NormalImages validation, TrainingRun run) {
    throw new UnsupportedOperationException("SFAD training is not there yet");
  }

  @Override
  public SfadDetector fineTune(
      SfadDetector detector, LabelledImages train, LabelledImages validation, TrainingRun run) {
    throw new UnsupportedOperationException("SFAD fine-tuning is not there yet");
  }
}
