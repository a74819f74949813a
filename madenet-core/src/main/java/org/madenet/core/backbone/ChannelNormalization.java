package org.madenet.core.backbone;

import java.util.List;

/**
 * What a backbone was trained with: {@code (x - mean) / std} per RGB channel, for x in [0,1].
 *
 * @param mean of red, green and blue
 * @param std standard deviations, all positive
 */
public record ChannelNormalization(List<Double> mean, List<Double> std) {

  /** Mean and standard deviation of ImageNet, as used by torchvision and timm. */
  public static final ChannelNormalization IMAGENET =
      new ChannelNormalization(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

  /**
   * {@code (x - 127) / 128} for x in 0..255, which TensorFlow's EfficientNet-Lite was trained with.
   */
  public static final ChannelNormalization TENSORFLOW_LITE =
      new ChannelNormalization(
          List.of(127 / 255.0, 127 / 255.0, 127 / 255.0),
          List.of(128 / 255.0, 128 / 255.0, 128 / 255.0));

  /** Checks that there are three channels. */
  public ChannelNormalization {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.size() != 3 || std.size() != 3 || std.stream().anyMatch(s -> !(s > 0))) {
      throw new IllegalArgumentException(
          "need three means and three positive standard deviations, got " + mean + " and " + std);
    }
  }
}
