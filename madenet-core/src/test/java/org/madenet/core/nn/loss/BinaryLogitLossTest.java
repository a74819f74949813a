package org.madenet.core.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BinaryLogitLossTest {

  private static final INDArray LABELS = column(1, 0, 1, 0, 1);
  private static final INDArray LOGITS = column(0, 0, 1.5, -2, 800);

  private static INDArray column(double... values) {
    return Nd4j.createFromArray(values).reshape(values.length, 1);
  }

  /** Equation (17) by hand: log 2 at a logit of 0, log(1 + e^-|z|) where the sign is right. */
  @Test
  void crossEntropy_anyLogit_isEquation17AndItsGradientTheErrorOfTheProbability() {
    BinaryLogitLoss loss = new BinaryLogitLoss(1, 1, 1, 1, 0);
    INDArray losses = loss.computeScoreArray(LABELS, LOGITS, new ActivationIdentity(), null);
    double[] expected = {
      Math.log(2), Math.log(2), Math.log1p(Math.exp(-1.5)), Math.log1p(Math.exp(-2)), 0
    };
    INDArray gradient = loss.computeGradient(LABELS, LOGITS, new ActivationIdentity(), null);
    for (int i = 0; i < expected.length; i++) {
      assertThat(losses.getDouble(i)).isCloseTo(expected[i], within(1e-12));
      double probability = 1 / (1 + Math.exp(-LOGITS.getDouble(i)));
      assertThat(gradient.getDouble(i)).isCloseTo(probability - LABELS.getDouble(i), within(1e-12));
    }
  }

  /** One logit z is the same as two, of which the other is 0. */
  @Test
  void focal_oneLogit_equalsTwo() {
    BinaryLogitLoss one = new BinaryLogitLoss(1, 2, 0.75, 0.25, 2);
    FocalLoss two = new FocalLoss(1, 2, 0.75, 2);
    INDArray labels = Nd4j.hstack(LABELS.rsub(1), LABELS);
    INDArray logits = Nd4j.hstack(LOGITS.mul(0), LOGITS);
    ActivationIdentity identity = new ActivationIdentity();
    assertThat(one.computeScoreArray(LABELS, LOGITS, identity, null))
        .isEqualTo(two.computeScoreArray(labels, logits, identity, null));
    assertThat(one.computeGradient(LABELS, LOGITS, identity, null).ravel())
        .isEqualTo(two.computeGradient(labels, logits, identity, null).getColumn(1));
  }
}
