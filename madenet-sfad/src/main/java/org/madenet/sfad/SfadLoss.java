package org.madenet.sfad;

/**
 * The margin loss of equations (11) and (12). A label carries class and weight in one number: its
 * sign is the class, plus for normal and minus for anomalous, its magnitude the weight w, and 0 is
 * no sample at all. With D the discriminator's output, one cell costs
 *
 * <pre>
 *   label &gt; 0:  w * max(0, tau+ - D)
 *   label &lt; 0:  w * max(0, D - tau-)
 * </pre>
 *
 * and a batch costs the sum over its cells, so the weights decide what is averaged: they are
 * 1/(H0*W0) in equation (12).
 *
 * @param positiveMargin tau+
 * @param negativeMargin tau-, below tau+
 */
record SfadLoss(float positiveMargin, float negativeMargin) {

  /**
   * The loss of one cell.
   *
   * @param output D
   * @param label class and weight
   * @return at least 0, NaN if D is
   */
  double of(float output, float label) {
    double excess = label > 0 ? (double) positiveMargin - output : (double) output - negativeMargin;
    return Math.abs(label) * Math.max(0, excess);
  }

  /**
   * The derivative of the loss by D; 0 at the kinks.
   *
   * @param output D
   * @param label class and weight
   * @return -w, 0 or w
   */
  float derivative(float output, float label) {
    boolean violated = label > 0 ? output < positiveMargin : output > negativeMargin;
    return violated ? -label : 0;
  }
}
