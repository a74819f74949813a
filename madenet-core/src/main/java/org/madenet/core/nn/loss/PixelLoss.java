package org.madenet.core.nn.loss;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A loss that is a sum over pixels of a function of what the network says of the pixel and what is
 * true of it, divided by the number of pixels of an image. Outputs and labels come as matrices with
 * one row per pixel; a mask weighs the rows.
 *
 * <p>Computed in double precision whatever the type of the network.
 */
abstract class PixelLoss implements ILossFunction {

  private static final long serialVersionUID = 1L;

  @JsonProperty private final int pixels;

  /**
   * A loss.
   *
   * @param pixels of an image, height times width
   */
  PixelLoss(int pixels) {
    if (pixels < 1) {
      throw new IllegalArgumentException("an image has at least one pixel, but got " + pixels);
    }
    this.pixels = pixels;
  }

  /** Channels of outputs and labels per pixel. */
  abstract int channels();

  /** The loss of the pixel whose channels begin at an offset. */
  abstract double loss(double[] labels, double[] outputs, int at);

  /** The gradient of the loss of that pixel by its outputs, written at the same offset. */
  abstract void gradient(double[] labels, double[] outputs, int at, double[] gradient);

  @Override
  public final INDArray computeScoreArray(
      INDArray labels, INDArray outputs, IActivation activation, INDArray mask) {
    double[] losses = losses(labels, outputs, activation, mask);
    return Nd4j.createFromArray(losses).castTo(outputs.dataType()).reshape(losses.length, 1);
  }

  /** One loss per row, divided by the number of pixels of an image. */
  private double[] losses(
      INDArray labels, INDArray outputs, IActivation activation, INDArray mask) {
    check(labels, outputs, activation);
    double[] truth = values(labels);
    double[] said = values(outputs);
    double[] weights = mask == null ? null : values(mask);
    double[] losses = new double[(int) outputs.size(0)];
    forEachRow(
        losses.length,
        row -> {
          double weight = weight(weights, row, losses.length);
          if (weight != 0) {
            losses[row] = weight * loss(truth, said, row * channels()) / pixels;
          }
        });
    return losses;
  }

  /** Rows are independent: which thread does which changes no value. */
  private static void forEachRow(int rows, IntConsumer task) {
    IntStream.range(0, rows).parallel().forEach(task);
  }

  @Override
  public final double computeScore(
      INDArray labels, INDArray outputs, IActivation activation, INDArray mask, boolean average) {
    // Summed in double precision: a float sum of a hundred thousand losses loses digits.
    double sum = Arrays.stream(losses(labels, outputs, activation, mask)).sum();
    return average ? sum * pixels / outputs.size(0) : sum;
  }

  @Override
  public final INDArray computeGradient(
      INDArray labels, INDArray outputs, IActivation activation, INDArray mask) {
    check(labels, outputs, activation);
    double[] truth = values(labels);
    double[] said = values(outputs);
    double[] weights = mask == null ? null : values(mask);
    int rows = (int) outputs.size(0);
    double[] gradient = new double[said.length];
    forEachRow(
        rows,
        row -> {
          double weight = weight(weights, row, rows) / pixels;
          if (weight != 0) {
            int at = row * channels();
            gradient(truth, said, at, gradient);
            for (int c = at; c < at + channels(); c++) {
              gradient[c] *= weight;
            }
          }
        });
    return array(gradient, outputs);
  }

  private static INDArray array(double[] values, INDArray like) {
    if (like.dataType() == DataType.DOUBLE) {
      return Nd4j.create(values, like.shape(), 'c');
    }
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return Nd4j.create(floats, like.shape(), 'c');
  }

  /** A mask has one weight per pixel, or per pixel and channel, all alike. */
  private static double weight(double[] weights, int row, int rows) {
    return weights == null ? 1 : weights[row * (weights.length / rows)];
  }

  @Override
  public final Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray outputs, IActivation activation, INDArray mask, boolean average) {
    return Pair.of(
        computeScore(labels, outputs, activation, mask, average),
        computeGradient(labels, outputs, activation, mask));
  }

  private void check(INDArray labels, INDArray outputs, IActivation activation) {
    if (!(activation instanceof ActivationIdentity)) {
      throw new IllegalArgumentException(
          name() + " takes outputs as they are: choose the identity, not " + activation);
    }
    long[] expected = {outputs.size(0), channels()};
    if (!Arrays.equals(outputs.shape(), expected) || !Arrays.equals(labels.shape(), expected)) {
      throw new IllegalArgumentException(
          "%s wants outputs and labels [n,%d], but got %s and %s"
              .formatted(
                  name(),
                  channels(),
                  Arrays.toString(outputs.shape()),
                  Arrays.toString(labels.shape())));
    }
  }

  private static double[] values(INDArray array) {
    return array.dup('c').data().asDouble();
  }

  /**
   * Pixels of an image.
   *
   * @return height times width
   */
  public int pixels() {
    return pixels;
  }
}
