package org.madenet.sfad;

import static org.madenet.sfad.SfadNetwork.ADAPTOR_WEIGHT;
import static org.madenet.sfad.SfadNetwork.HIDDEN_WEIGHT;
import static org.madenet.sfad.SfadNetwork.NORM_BIAS;
import static org.madenet.sfad.SfadNetwork.NORM_WEIGHT;
import static org.madenet.sfad.SfadNetwork.OUTPUT_WEIGHT;
import static org.madenet.sfad.SfadNetwork.RUNNING_MEAN;
import static org.madenet.sfad.SfadNetwork.RUNNING_VARIANCE;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Loss and exact gradient of an {@link SfadNetwork} on batches of a fixed number of cells. Adapted
 * features and their noisy twins (equation (10)) pass the discriminator as one batch, so the batch
 * normalisation sees both, as in SimpleNet.
 *
 * <p>Forward and backward are written out instead of being left to a graph of stock layers: matrix
 * products are ND4J's, everything between them is one pass over the rows. For 2048 cells, 152
 * channels and 256 hidden ones a step of the stock graph took 550 to 1080 ms on a loaded machine,
 * the largest matrix product alone 6.
 *
 * <p>Sums over rows are kept in double precision and do not depend on the number of threads. Owns
 * native memory; not safe for use by several threads.
 */
final class HeadGradient implements AutoCloseable {

  private final SfadNetwork network;
  private final SfadLoss loss;
  private final int cells;
  private final boolean adaptorLearns;
  private final RowMatrix features;
  private final RowMatrix adapted;
  private final RowMatrix both;
  private final RowMatrix hidden;
  private final Map<String, INDArray> gradients = new LinkedHashMap<>();

  /**
   * Room for batches.
   *
   * @param adaptorLearns whether the adaptor's gradient is wanted too; it stays zero if not
   */
  HeadGradient(SfadNetwork network, SfadLoss loss, int cells, boolean adaptorLearns) {
    this.network = network;
    this.adaptorLearns = adaptorLearns;
    this.loss = loss;
    this.cells = cells;
    this.features = new RowMatrix(cells, network.channels());
    this.adapted = new RowMatrix(cells, network.adapted());
    this.both = new RowMatrix(2 * cells, network.adapted());
    this.hidden = new RowMatrix(2 * cells, network.hidden());
    for (String name :
        new String[] {ADAPTOR_WEIGHT, HIDDEN_WEIGHT, NORM_WEIGHT, NORM_BIAS, OUTPUT_WEIGHT}) {
      gradients.put(name, Nd4j.zeros(DataType.FLOAT, network.tensor(name).shape()));
    }
  }

  /** Where the caller puts the features of the next batch: {@code [cells,C]}, row by row. */
  float[] features() {
    return features.values();
  }

  /** Gradients of the last {@link #compute}, by the parameters' names; live. */
  Map<String, INDArray> gradients() {
    return gradients;
  }

  /**
   * Computes loss and gradients of the batch in {@link #features()} and updates the running
   * statistics.
   *
   * @param noise {@code [cells,C']}, row by row
   * @param labels of {@link SfadLoss}: first one per cell, then one per noisy cell
   * @return the loss, equation (12)
   */
  double compute(float[] noise, float[] labels) {
    requireLength("noise", noise.length, cells * network.adapted());
    requireLength("labels", labels.length, 2 * cells);
    forward(noise);
    BatchNorm norm = BatchNorm.of(hidden, network);
    norm.updateRunning(
        network.tensor(RUNNING_MEAN), network.tensor(RUNNING_VARIANCE), SfadNetwork.MOMENTUM);
    double value = discriminate(norm, labels);
    backward();
    return value;
  }

  /** Adaptor, noise, hidden layer: {@code hidden = [q; q + noise] W}. */
  private void forward(float[] noise) {
    features.toBackend();
    adapted.product(features.matrix(), network.tensor(ADAPTOR_WEIGHT)).toJava();
    float[] q = adapted.values();
    float[] stacked = both.values();
    System.arraycopy(q, 0, stacked, 0, q.length);
    RowBlocks.forEach(
        q.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            stacked[q.length + i] = q[i] + noise[i];
          }
        });
    both.toBackend();
    hidden.product(both.matrix(), network.tensor(HIDDEN_WEIGHT)).toJava();
  }

  /**
   * Normalisation, LeakyReLU, output, loss, and back to the hidden layer: afterwards {@link
   * #hidden} holds the loss's derivative by its former values.
   */
  private double discriminate(BatchNorm norm, float[] labels) {
    int width = network.hidden();
    float[] output = network.values(OUTPUT_WEIGHT);
    float[] z = hidden.values();
    float[] slopes = new float[2 * cells];
    // Sums over rows: derivative by the shift, by the scale, by the output weight; then the loss.
    double[] sums =
        RowBlocks.sum(
            2 * cells,
            3 * width + 1,
            (from, to, sum) -> {
              for (int row = from; row < to; row++) {
                float d = norm.output(z, row * width, output);
                sum[3 * width] += loss.of(d, labels[row]);
                slopes[row] = loss.derivative(d, labels[row]);
                if (slopes[row] != 0) {
                  norm.accumulate(z, row * width, output, slopes[row], sum);
                }
              }
            });
    norm.inputDerivative(z, 2 * cells, output, slopes, sums);
    copy(sums, 0, gradients.get(NORM_BIAS));
    copy(sums, width, gradients.get(NORM_WEIGHT));
    copy(sums, 2 * width, gradients.get(OUTPUT_WEIGHT));
    return sums[3 * width];
  }

  /** From the hidden layer to the parameters of the linear layers. */
  private void backward() {
    hidden.toBackend();
    both.matrix().transpose().mmuli(hidden.matrix(), gradients.get(HIDDEN_WEIGHT));
    if (adaptorLearns) {
      adaptorBackward();
    }
  }

  private void adaptorBackward() {
    both.product(hidden.matrix(), network.tensor(HIDDEN_WEIGHT).transpose()).toJava();
    float[] stacked = both.values();
    float[] q = adapted.values();
    RowBlocks.forEach(
        q.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            q[i] = stacked[i] + stacked[q.length + i];
          }
        });
    adapted.toBackend();
    features.matrix().transpose().mmuli(adapted.matrix(), gradients.get(ADAPTOR_WEIGHT));
  }

  private static void copy(double[] from, int offset, INDArray to) {
    float[] values = new float[Math.toIntExact(to.length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) from[offset + i];
    }
    to.assign(Nd4j.create(values, to.shape(), 'c'));
  }

  private static void requireLength(String name, int actual, int expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(
          name + " must have " + expected + " values, but has " + actual);
    }
  }

  @Override
  public void close() {
    features.close();
    adapted.close();
    both.close();
    hidden.close();
    gradients.values().forEach(INDArray::close);
  }
}
