package org.madenet.sfad;

import static org.madenet.sfad.SfadNetwork.NORM_BIAS;
import static org.madenet.sfad.SfadNetwork.NORM_WEIGHT;
import static org.madenet.sfad.SfadNetwork.SLOPE;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The discriminator's batch normalisation on one batch, together with the LeakyReLU behind it: with
 * the batch's mean m and variance v, {@code y = gamma * (z - m) / sqrt(v + eps) + beta}, {@code a =
 * max(y, slope * y)}.
 */
final class BatchNorm {

  private final int rows;
  private final int width;
  private final double[] mean;
  private final double[] variance;
  private final float[] centre;
  private final float[] inverse;
  private final float[] gamma;
  private final float[] beta;

  private BatchNorm(int rows, double[] mean, double[] variance, float[] gamma, float[] beta) {
    this.rows = rows;
    this.width = mean.length;
    this.mean = mean;
    this.variance = variance;
    this.gamma = gamma;
    this.beta = beta;
    this.centre = new float[width];
    this.inverse = new float[width];
    for (int j = 0; j < width; j++) {
      centre[j] = (float) mean[j];
      inverse[j] = (float) (1 / Math.sqrt(variance[j] + SfadNetwork.EPSILON));
    }
  }

  /** The normalisation with the statistics of the given batch, in two passes over it. */
  static BatchNorm of(RowMatrix batch, SfadNetwork network) {
    int rows = batch.rows();
    int width = batch.columns();
    float[] z = batch.values();
    double[] mean =
        RowBlocks.sum(
            rows,
            width,
            (from, to, sum) -> {
              for (int row = from; row < to; row++) {
                for (int j = 0; j < width; j++) {
                  sum[j] += z[row * width + j];
                }
              }
            });
    for (int j = 0; j < width; j++) {
      mean[j] /= rows;
    }
    double[] variance =
        RowBlocks.sum(
            rows,
            width,
            (from, to, sum) -> {
              for (int row = from; row < to; row++) {
                for (int j = 0; j < width; j++) {
                  double difference = z[row * width + j] - mean[j];
                  sum[j] += difference * difference;
                }
              }
            });
    for (int j = 0; j < width; j++) {
      variance[j] /= rows;
    }
    return new BatchNorm(
        rows, mean, variance, network.values(NORM_WEIGHT), network.values(NORM_BIAS));
  }

  /** Moves the running statistics, with PyTorch's unbiased variance. */
  void updateRunning(INDArray runningMean, INDArray runningVariance, double momentum) {
    double unbiased = rows / (rows - 1.0);
    float[] newMean = runningMean.toFloatVector();
    float[] newVariance = runningVariance.toFloatVector();
    for (int j = 0; j < width; j++) {
      newMean[j] += (float) (momentum * (mean[j] - newMean[j]));
      newVariance[j] += (float) (momentum * (variance[j] * unbiased - newVariance[j]));
    }
    runningMean.assign(Nd4j.create(newMean, runningMean.shape(), 'c'));
    runningVariance.assign(Nd4j.create(newVariance, runningVariance.shape(), 'c'));
  }

  /** The discriminator's output for one row of the hidden layer. */
  float output(float[] z, int at, float[] outputWeight) {
    float sum = 0;
    for (int j = 0; j < width; j++) {
      float y = gamma[j] * ((z[at + j] - centre[j]) * inverse[j]) + beta[j];
      sum += outputWeight[j] * (y > 0 ? y : SLOPE * y);
    }
    return sum;
  }

  /**
   * Adds one row's part of the derivatives.
   *
   * @param slope derivative of the loss by the row's output
   * @param sum by beta, by gamma, by the output weight, one after the other
   */
  void accumulate(float[] z, int at, float[] outputWeight, float slope, double[] sum) {
    for (int j = 0; j < width; j++) {
      float normal = (z[at + j] - centre[j]) * inverse[j];
      float y = gamma[j] * normal + beta[j];
      float leak = y > 0 ? 1 : SLOPE;
      float dy = slope * outputWeight[j] * leak;
      sum[j] += dy;
      sum[width + j] += dy * normal;
      sum[2 * width + j] += slope * leak * y;
    }
  }

  /**
   * Overwrites the hidden layer with the derivative of the loss by it.
   *
   * @param slopes derivative of the loss by each row's output
   * @param sums of {@link #accumulate} over all rows
   */
  void inputDerivative(float[] z, int count, float[] outputWeight, float[] slopes, double[] sums) {
    float[] shift = new float[width];
    float[] stretch = new float[width];
    for (int j = 0; j < width; j++) {
      shift[j] = (float) (sums[j] / count);
      stretch[j] = (float) (sums[width + j] / count);
    }
    RowBlocks.forEach(
        count,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            int at = row * width;
            float slope = slopes[row];
            for (int j = 0; j < width; j++) {
              float normal = (z[at + j] - centre[j]) * inverse[j];
              float y = gamma[j] * normal + beta[j];
              float dy = slope * outputWeight[j] * (y > 0 ? 1 : SLOPE);
              z[at + j] = gamma[j] * inverse[j] * (dy - shift[j] - normal * stretch[j]);
            }
          }
        });
  }
}
