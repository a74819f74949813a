package org.madenet.core.nn.loss;

import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The binary focal loss (Lin et al. 2017), equation (5) of the paper, of a segmentation with two
 * classes: with M the probability of the class "anomalous",
 *
 * <pre>-weight / (H W) sum { alpha (1 - M)^gamma log M        where the mask is 1
 *                      { (1 - alpha) M^gamma log(1 - M)  where it is 0</pre>
 *
 * <p>Outputs [n,2] are the logits of normal and anomalous, M being their softmax; labels [n,2] are
 * one-hot, the second being the mask, {0,1}. Computed from the difference of the logits, so that
 * nothing overflows.
 */
public final class FocalLoss extends PixelLoss {

  private static final long serialVersionUID = 1L;

  @JsonProperty private final double weight;
  @JsonProperty private final double alpha;
  @JsonProperty private final double gamma;

  /**
   * A loss.
   *
   * @param pixels of an image, height times width
   * @param weight factor of the whole, lambda_seg of equation (3)
   * @param alpha weight of anomalous pixels, in [0,1]; normal ones have {@code 1 - alpha}
   * @param gamma how much pixels that are right already count less, at least 0
   */
  public FocalLoss(
      @JsonProperty("pixels") int pixels,
      @JsonProperty("weight") double weight,
      @JsonProperty("alpha") double alpha,
      @JsonProperty("gamma") double gamma) {
    super(pixels);
    if (!(weight >= 0) || !(alpha >= 0 && alpha <= 1) || !(gamma >= 0)) {
      throw new IllegalArgumentException(
          "weight and gamma must be at least 0 and alpha in [0,1], but are %s, %s, %s"
              .formatted(weight, gamma, alpha));
    }
    this.weight = weight;
    this.alpha = alpha;
    this.gamma = gamma;
  }

  @Override
  int channels() {
    return 2;
  }

  @Override
  double loss(double[] labels, double[] outputs, int at) {
    boolean anomalous = labels[at + 1] > 0.5;
    double toTruth = toTruth(anomalous, outputs, at);
    double logRight = -softplus(-toTruth);
    double wrong = Math.exp(-softplus(toTruth));
    return -factor(anomalous) * Math.pow(wrong, gamma) * logRight;
  }

  /** d/dd of -(1 - p)^gamma log p with p = sigmoid(d): (1 - p)^gamma (gamma p log p - (1 - p)). */
  @Override
  void gradient(double[] labels, double[] outputs, int at, double[] gradient) {
    boolean anomalous = labels[at + 1] > 0.5;
    double toTruth = toTruth(anomalous, outputs, at);
    double logRight = -softplus(-toTruth);
    double right = Math.exp(logRight);
    double wrong = Math.exp(-softplus(toTruth));
    double slope = factor(anomalous) * Math.pow(wrong, gamma) * (gamma * right * logRight - wrong);
    gradient[at] = anomalous ? -slope : slope;
    gradient[at + 1] = -gradient[at];
  }

  private double factor(boolean anomalous) {
    return weight * (anomalous ? alpha : 1 - alpha);
  }

  /** Logit of the true class against the other. */
  private static double toTruth(boolean anomalous, double[] outputs, int at) {
    double toAnomalous = outputs[at + 1] - outputs[at];
    return anomalous ? toAnomalous : -toAnomalous;
  }

  /** log(1 + e^x). */
  static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  @Override
  public String name() {
    return "FocalLoss";
  }

  @Override
  public String toString() {
    return "FocalLoss(weight %s, alpha %s, gamma %s)".formatted(weight, alpha, gamma);
  }
}
