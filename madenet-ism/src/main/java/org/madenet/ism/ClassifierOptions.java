package org.madenet.ism;

import java.util.Objects;
import org.madenet.core.Checks;
import org.madenet.core.ImageSize;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.backbone.Backbones;
import org.madenet.core.train.StageOptions;
import org.madenet.data.synthesis.NormalAugmentation;

/**
 * The pre-classifier (section 3.4, stage 1) and its training. Immutable.
 *
 * @param inputSize images are resized to it; square
 * @param backbone a name in {@link Backbones}; {@code efficientnet_b4} by the paper
 * @param embeddedWeights whether it starts with the ImageNet weights that come with madenet, which
 *     exist for {@code efficientnet_lite0} only; otherwise from scratch, unless the trainer is
 *     given weights
 * @param dropout probability with which a pooled feature is dropped in training, in [0,1)
 * @param classWeights whether rare categories weigh more in the loss: by their share's inverse
 * @param augmentation changes of the images in training
 * @param training how long and how fast it trains
 */
public record ClassifierOptions(
    ImageSize inputSize,
    String backbone,
    boolean embeddedWeights,
    double dropout,
    boolean classWeights,
    NormalAugmentation augmentation,
    StageOptions training) {

  /** Checks every value. */
  public ClassifierOptions {
    Objects.requireNonNull(inputSize, "inputSize");
    Checks.probability("dropout", dropout);
    Objects.requireNonNull(augmentation, "augmentation");
    Objects.requireNonNull(training, "training");
    Backbones.named(backbone);
    if (inputSize.height() != inputSize.width()) {
      throw new IllegalArgumentException("inputSize must be square, but is " + inputSize);
    }
    if (dropout == 1) {
      throw new IllegalArgumentException("dropout must be below 1");
    }
    if (embeddedWeights) {
      BackboneWeights.requireEmbedded(
          Backbones.named(backbone),
          "set embeddedWeights to false, and give its weights to the trainer or start from scratch");
    }
  }
}
