package org.madenet.core.nn.loss;

import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The mean squared error of a reconstruction, equation (4) of the paper: over the pixels and, which
 * the paper leaves open, over the channels too. With a mask, pixels of weight 0 count nothing, and
 * the divisor stays height times width.
 *
 * <p>Outputs and labels are [n,channels], in the range of the images.
 */
public final class ReconstructionLoss extends PixelLoss {

  private static final long serialVersionUID = 1L;

  @JsonProperty private final double weight;
  @JsonProperty private final int channels;

  /**
   * A loss.
   *
   * @param pixels of an image, height times width
   * @param weight factor of the whole, lambda_rec of equation (3)
   * @param channels of the images
   */
  public ReconstructionLoss(
      @JsonProperty("pixels") int pixels,
      @JsonProperty("weight") double weight,
      @JsonProperty("channels") int channels) {
    super(pixels);
    if (!(weight >= 0) || channels < 1) {
      throw new IllegalArgumentException(
          "weight must be at least 0 and channels at least 1, but are %s and %s"
              .formatted(weight, channels));
    }
    this.weight = weight;
    this.channels = channels;
  }

  @Override
  int channels() {
    return channels;
  }

  @Override
  double loss(double[] labels, double[] outputs, int at) {
    double sum = 0;
    for (int c = 0; c < channels; c++) {
      double error = outputs[at + c] - labels[at + c];
      sum += error * error;
    }
    return weight * sum / channels;
  }

  @Override
  void gradient(double[] labels, double[] outputs, int at, double[] gradient) {
    for (int c = 0; c < channels; c++) {
      gradient[at + c] = 2 * weight * (outputs[at + c] - labels[at + c]) / channels;
    }
  }

  @Override
  public String name() {
    return "ReconstructionLoss";
  }

  @Override
  public String toString() {
    return "ReconstructionLoss(weight %s)".formatted(weight);
  }
}
