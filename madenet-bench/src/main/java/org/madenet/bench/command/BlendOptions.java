package org.madenet.bench.command;

import java.util.Optional;
import org.madenet.bench.evaluation.MadeNetView;
import org.madenet.ism.MadeNetDetector;
import picocli.CommandLine.Option;

/** How a MADE-Net's submodels are blended. */
final class BlendOptions {

  @Option(
      names = "--blend",
      description = {
        "With a run of madenet ensemble: all submodels for each image, instead of one. Their",
        "calibrated maps are averaged, weighted by the figures that choose otherwise. Takes as long",
        "as all of them together."
      })
  private boolean blend;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "Of blending, above 0: the higher, the more alike submodels count. Default: "
              + MadeNetDetector.TEMPERATURE
              + ".")
  private Double temperature;

  /** Whether it was asked for. */
  boolean isWanted() {
    return blend;
  }

  /** Whether there is any option about it. */
  boolean isGiven() {
    return blend || temperature != null;
  }

  /** The view that was asked for. */
  Optional<MadeNetView> wanted() {
    if (!blend && temperature != null) {
      throw new CallerMistakeException("--temperature is that of blending: add --blend");
    }
    return blend ? Optional.of(view()) : Optional.empty();
  }

  /** The view, whether it was asked for or not. */
  MadeNetView view() {
    return MadeNetView.blended(temperature == null ? MadeNetDetector.TEMPERATURE : temperature);
  }
}
