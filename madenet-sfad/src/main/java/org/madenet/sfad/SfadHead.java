package org.madenet.sfad;

import static org.madenet.sfad.SfadNetwork.ADAPTOR_WEIGHT;
import static org.madenet.sfad.SfadNetwork.HIDDEN_WEIGHT;
import static org.madenet.sfad.SfadNetwork.NORM_BIAS;
import static org.madenet.sfad.SfadNetwork.NORM_WEIGHT;
import static org.madenet.sfad.SfadNetwork.OUTPUT_WEIGHT;
import static org.madenet.sfad.SfadNetwork.RUNNING_MEAN;
import static org.madenet.sfad.SfadNetwork.RUNNING_VARIANCE;
import static org.madenet.sfad.SfadNetwork.SLOPE;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Adaptor and discriminator for inference. Between the features and the LeakyReLU everything is
 * linear: scaling of the features, adaptor, hidden layer, normalisation with running statistics. So
 * it is one matrix here, {@code D(o) = w . LeakyReLU(o M + b)}, multiplied out in double precision.
 *
 * <p>Immutable and safe for use by several threads.
 */
final class SfadHead {

  /** Cells per matrix product; bounds the memory of large batches. */
  private static final int CHUNK = 8192;

  private final int channels;
  private final INDArray matrix;
  private final float[] bias;
  private final float[] output;

  private SfadHead(INDArray matrix, float[] bias, float[] output) {
    this.channels = Math.toIntExact(matrix.size(0));
    this.matrix = matrix;
    this.bias = bias;
    this.output = output;
  }

  /** The head on features that are yet to be scaled. */
  static SfadHead of(SfadNetwork network, ChannelScaling scaling) {
    INDArray adaptor = wide(network, ADAPTOR_WEIGHT);
    INDArray offset = scaling.offset().mmul(adaptor);
    adaptor.muliColumnVector(scaling.factor());
    return fold(network, adaptor, offset);
  }

  /** The discriminator alone, on adapted features. */
  static SfadHead discriminator(SfadNetwork network) {
    INDArray identity = Nd4j.eye(network.adapted()).castTo(DataType.DOUBLE);
    return fold(network, identity, Nd4j.zeros(DataType.DOUBLE, 1, network.adapted()));
  }

  private static SfadHead fold(SfadNetwork network, INDArray linear, INDArray offset) {
    INDArray hidden = wide(network, HIDDEN_WEIGHT);
    INDArray variance = wide(network, RUNNING_VARIANCE).addi(SfadNetwork.EPSILON);
    INDArray gain = wide(network, NORM_WEIGHT).divi(Transforms.sqrt(variance, false));
    INDArray bias =
        offset
            .mmul(hidden)
            .subi(wide(network, RUNNING_MEAN))
            .muli(gain)
            .addi(wide(network, NORM_BIAS));
    INDArray matrix = linear.mmul(hidden).muliRowVector(gain);
    return new SfadHead(
        matrix.castTo(DataType.FLOAT).dup('c').detach(),
        bias.castTo(DataType.FLOAT).toFloatVector(),
        network.values(OUTPUT_WEIGHT));
  }

  private static INDArray wide(SfadNetwork network, String name) {
    return network.tensor(name).castTo(DataType.DOUBLE);
  }

  /**
   * The discriminator's output of every cell.
   *
   * @param rows {@code [cells,C]}, row by row; the first {@code cells} are read
   * @param cells how many
   * @return D, high for normal cells
   */
  float[] apply(float[] rows, int cells) {
    float[] outputs = new float[cells];
    for (int start = 0; start < cells; start += CHUNK) {
      apply(rows, start, Math.min(CHUNK, cells - start), outputs);
    }
    return outputs;
  }

  /** Equation (14): {@code s = -D}. */
  static float[] anomalyScores(float[] outputs) {
    float[] scores = new float[outputs.length];
    for (int cell = 0; cell < scores.length; cell++) {
      scores[cell] = -outputs[cell];
    }
    return scores;
  }

  private void apply(float[] rows, int start, int count, float[] outputs) {
    int width = bias.length;
    try (RowMatrix in = new RowMatrix(count, channels);
        RowMatrix hidden = new RowMatrix(count, width)) {
      System.arraycopy(rows, start * channels, in.values(), 0, count * channels);
      float[] z = hidden.product(in.toBackend().matrix(), matrix).toJava().values();
      RowBlocks.forEach(
          count,
          (from, to) -> {
            for (int row = from; row < to; row++) {
              int at = row * width;
              float sum = 0;
              for (int j = 0; j < width; j++) {
                float y = z[at + j] + bias[j];
                sum += output[j] * (y > 0 ? y : SLOPE * y);
              }
              outputs[start + row] = sum;
            }
          });
    }
  }
}
