package org.madenet.core.nn.loss;

import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Binary cross-entropy of one logit z per pixel, with p = sigmoid(z) the probability of the class
 * "anomalous":
 *
 * <pre>-weight / (H W) sum { anomalous (1 - p)^gamma log p    where the label is 1
 *                      { normal p^gamma log(1 - p)      where it is 0</pre>
 *
 * <p>With the class weights 1 and gamma 0 this is equation (17) of the paper, with H = W = 1 for
 * one label per image. Otherwise it is the focal loss (Lin et al. 2017) of a single logit. Outputs
 * and labels are [n,1]; computed from the logits, so that nothing overflows.
 */
public final class BinaryLogitLoss extends PixelLoss {

  private static final long serialVersionUID = 1L;

  @JsonProperty private final double weight;
  @JsonProperty private final double anomalous;
  @JsonProperty private final double normal;
  @JsonProperty private final double gamma;

  /**
   * A loss.
   *
   * @param pixels of an image, height times width; 1 for one label per image
   * @param weight factor of the whole
   * @param anomalous factor of anomalous pixels
   * @param normal factor of normal pixels
   * @param gamma how much pixels that are right already count less; 0 for cross-entropy
   */
  public BinaryLogitLoss(
      @JsonProperty("pixels") int pixels,
      @JsonProperty("weight") double weight,
      @JsonProperty("anomalous") double anomalous,
      @JsonProperty("normal") double normal,
      @JsonProperty("gamma") double gamma) {
    super(pixels);
    if (!(weight >= 0) || !(anomalous >= 0) || !(normal >= 0) || !(gamma >= 0)) {
      throw new IllegalArgumentException(
          "weights and gamma must be at least 0, but are %s, %s, %s, %s"
              .formatted(weight, anomalous, normal, gamma));
    }
    this.weight = weight;
    this.anomalous = anomalous;
    this.normal = normal;
    this.gamma = gamma;
  }

  @Override
  int channels() {
    return 1;
  }

  @Override
  double loss(double[] labels, double[] outputs, int at) {
    boolean positive = labels[at] > 0.5;
    double toTruth = positive ? outputs[at] : -outputs[at];
    double logRight = -FocalLoss.softplus(-toTruth);
    double wrong = Math.exp(-FocalLoss.softplus(toTruth));
    return -factor(positive) * Math.pow(wrong, gamma) * logRight;
  }

  /** As in {@link FocalLoss}: (1 - p)^gamma (gamma p log p - (1 - p)) by the logit of the truth. */
  @Override
  void gradient(double[] labels, double[] outputs, int at, double[] gradient) {
    boolean positive = labels[at] > 0.5;
    double toTruth = positive ? outputs[at] : -outputs[at];
    double logRight = -FocalLoss.softplus(-toTruth);
    double right = Math.exp(logRight);
    double wrong = Math.exp(-FocalLoss.softplus(toTruth));
    double slope = factor(positive) * Math.pow(wrong, gamma) * (gamma * right * logRight - wrong);
    gradient[at] = positive ? slope : -slope;
  }

  private double factor(boolean positive) {
    return weight * (positive ? anomalous : normal);
  }

  @Override
  public String name() {
    return "BinaryLogitLoss";
  }

  @Override
  public String toString() {
    return "BinaryLogitLoss(weight %s, anomalous %s, normal %s, gamma %s)"
        .formatted(weight, anomalous, normal, gamma);
  }
}
