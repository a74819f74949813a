package org.madenet.core.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

class PixelLossTest {

  private static final IActivation IDENTITY = new ActivationIdentity();

  @Test
  void focal_handComputedPixels_equalsEquation5() {
    // Logits (0, ln 3): M = 3/4. One anomalous and one normal pixel of a two-pixel image.
    INDArray outputs = Nd4j.create(new double[][] {{0, Math.log(3)}, {0, Math.log(3)}});
    INDArray labels = Nd4j.create(new double[][] {{0, 1}, {1, 0}});
    ILossFunction loss = new FocalLoss(2, 2, 0.75, 2);
    double anomalous = -0.75 * 0.25 * 0.25 * Math.log(0.75);
    double normal = -0.25 * 0.75 * 0.75 * Math.log(0.25);
    assertThat(loss.computeScore(labels, outputs, IDENTITY, null, false))
        .isCloseTo(2 * (anomalous + normal) / 2, within(1e-12));
  }

  @Test
  void focal_gammaZeroAlphaHalf_isHalfTheCrossEntropy() {
    INDArray outputs = Nd4j.create(new double[][] {{1, -2}, {0.5, 3}});
    INDArray labels = Nd4j.create(new double[][] {{0, 1}, {1, 0}});
    double entropy = Math.log1p(Math.exp(3)) + Math.log1p(Math.exp(2.5));
    assertThat(new FocalLoss(2, 1, 0.5, 0).computeScore(labels, outputs, IDENTITY, null, false))
        .isCloseTo(0.5 * entropy / 2, within(1e-12));
  }

  @Test
  void focal_hugeLogits_staysFinite() {
    INDArray outputs = Nd4j.create(new double[][] {{-800, 800}, {800, -800}});
    INDArray labels = Nd4j.create(new double[][] {{1, 0}, {0, 1}});
    ILossFunction loss = new FocalLoss(2, 1, 0.75, 2);
    assertThat(loss.computeScore(labels, outputs, IDENTITY, null, false))
        .isCloseTo((0.25 * 1600 + 0.75 * 1600) / 2, within(1e-9));
    assertThat(loss.computeGradient(labels, outputs, IDENTITY, null).data().asDouble())
        .containsExactly(new double[] {-0.125, 0.125, 0.375, -0.375}, within(1e-9));
  }

  @Test
  void reconstruction_unitError_isTheWeight() {
    INDArray labels = Nd4j.zeros(4, 3).castTo(DataType.DOUBLE);
    ILossFunction loss = new ReconstructionLoss(4, 0.5, 3);
    assertThat(loss.computeScore(labels, labels.add(1), IDENTITY, null, false))
        .isCloseTo(0.5, within(1e-12));
  }

  @Test
  void mask_leavesOutPixels_inScoreAndGradient() {
    INDArray labels = Nd4j.create(new double[][] {{0, 0, 0}, {0, 0, 0}});
    INDArray outputs = Nd4j.create(new double[][] {{1, 1, 1}, {5, 5, 5}});
    INDArray mask = Nd4j.create(new double[][] {{1}, {0}});
    ILossFunction loss = new ReconstructionLoss(2, 1, 3);
    assertThat(loss.computeScore(labels, outputs, IDENTITY, mask, false))
        .isCloseTo(0.5, within(1e-12));
    assertThat(loss.computeGradient(labels, outputs, IDENTITY, mask).getRow(1).data().asDouble())
        .endsWith(0, 0, 0);
  }

  static Stream<ILossFunction> losses() {
    return Stream.of(
        new FocalLoss(6, 1.5, 0.75, 2),
        new FocalLoss(6, 1, 0.3, 0),
        new FocalLoss(6, 1, 0.5, 4),
        new ReconstructionLoss(6, 0.7, 2));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void gradient_everyOutput_equalsCentralDifferences(ILossFunction loss) {
    SplittableRandom random = new SplittableRandom(1);
    int pixels = 12;
    INDArray outputs = Nd4j.create(new double[2 * pixels], new long[] {pixels, 2}, 'c');
    INDArray labels = outputs.dup();
    for (int row = 0; row < pixels; row++) {
      outputs.putRow(
          row, Nd4j.createFromArray(random.nextGaussian() * 2, random.nextGaussian() * 2));
      int hot = random.nextInt(2);
      labels.putScalar(row, hot, 1.0);
    }
    INDArray mask = Nd4j.create(new double[pixels], new long[] {pixels, 1}, 'c');
    for (int row = 0; row < pixels; row++) {
      mask.putScalar(row, 0, row % 3 == 0 ? 0.0 : 1.0);
    }
    INDArray exact = loss.computeGradient(labels, outputs, IDENTITY, mask);
    double step = 1e-5;
    for (long i = 0; i < outputs.length(); i++) {
      double value = outputs.getDouble(i);
      outputs.putScalar(i, value + step);
      double above = loss.computeScore(labels, outputs, IDENTITY, mask, false);
      outputs.putScalar(i, value - step);
      double below = loss.computeScore(labels, outputs, IDENTITY, mask, false);
      outputs.putScalar(i, value);
      // The differences' own error is of the order of step squared.
      assertThat(exact.getDouble(i)).isCloseTo((above - below) / (2 * step), within(1e-8));
    }
  }

  @Test
  void wrongActivationOrShape_isRefused() {
    INDArray two = Nd4j.zeros(4, 2);
    ILossFunction loss = new FocalLoss(4, 1, 0.75, 2);
    assertThatThrownBy(() -> loss.computeScore(two, two, new ActivationSoftmax(), null, false))
        .hasMessageContaining("identity");
    assertThatThrownBy(() -> loss.computeGradient(Nd4j.zeros(4, 1), two, IDENTITY, null))
        .hasMessageContaining("[4, 1]");
    assertThatThrownBy(() -> new FocalLoss(4, 1, 1.5, 2)).hasMessageContaining("1.5");
    assertThatThrownBy(() -> new ReconstructionLoss(0, 1, 3)).hasMessageContaining("pixel");
  }
}
