package org.madenet.sfad;

import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A fitted {@link FeatureScaling}: channel c of the features becomes {@code (o - mean[c]) /
 * deviation[c]}. Immutable.
 */
final class ChannelScaling {

  static final String MEAN = "scaling.mean";
  static final String DEVIATION = "scaling.deviation";

  /** Below this share of the mean deviation a channel counts as constant. */
  private static final double CONSTANT = 1e-6;

  private final float[] mean;
  private final float[] deviation;

  private ChannelScaling(float[] mean, float[] deviation) {
    this.mean = mean;
    this.deviation = deviation;
  }

  /** Leaves features as they are. */
  static ChannelScaling identity(int channels) {
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    return new ChannelScaling(new float[channels], ones);
  }

  /** Fits to all cells of all cached images. A channel that is constant is centred only. */
  static ChannelScaling fit(FeatureScaling kind, FeatureCache features) {
    int channels = features.grid().channels();
    if (kind == FeatureScaling.NONE) {
      return identity(channels);
    }
    int cells = features.grid().cells();
    float[] rows = new float[features.grid().values()];
    double[] sum = new double[channels];
    double[] squares = new double[channels];
    // Shifted by the first cell, so that the difference of squares loses no digits.
    float[] shift = null;
    for (int image = 0; image < features.size(); image++) {
      features.read(image, rows, 0);
      if (shift == null) {
        shift = Arrays.copyOf(rows, channels);
      }
      for (int cell = 0; cell < cells; cell++) {
        for (int c = 0; c < channels; c++) {
          double value = rows[cell * channels + c] - shift[c];
          sum[c] += value;
          squares[c] += value * value;
        }
      }
    }
    double count = (double) cells * features.size();
    float[] mean = new float[channels];
    float[] deviation = new float[channels];
    double largest = 0;
    for (int c = 0; c < channels; c++) {
      double shifted = sum[c] / count;
      mean[c] = (float) (shift[c] + shifted);
      double variance = Math.max(0, squares[c] / count - shifted * shifted);
      deviation[c] = (float) Math.sqrt(variance);
      largest = Math.max(largest, deviation[c]);
    }
    for (int c = 0; c < channels; c++) {
      if (deviation[c] <= CONSTANT * largest) {
        deviation[c] = 1;
      }
    }
    return new ChannelScaling(mean, deviation);
  }

  /** As {@link #tensors()} gave it. */
  static ChannelScaling of(INDArray mean, INDArray deviation) {
    return new ChannelScaling(mean.toFloatVector(), deviation.toFloatVector());
  }

  Map<String, INDArray> tensors() {
    return Map.of(
        MEAN, Nd4j.create(mean, new long[] {1, mean.length}, 'c'),
        DEVIATION, Nd4j.create(deviation, new long[] {1, mean.length}, 'c'));
  }

  /** Scales rows in place. */
  void apply(float[] rows, int offset, int count) {
    int channels = mean.length;
    for (int row = 0; row < count; row++) {
      int at = offset + row * channels;
      for (int c = 0; c < channels; c++) {
        rows[at + c] = (rows[at + c] - mean[c]) / deviation[c];
      }
    }
  }

  /** {@code 1 / deviation} as a column, double precision. */
  INDArray factor() {
    INDArray column = Nd4j.zeros(DataType.DOUBLE, mean.length, 1);
    for (int c = 0; c < mean.length; c++) {
      column.putScalar(c, 0, 1.0 / deviation[c]);
    }
    return column;
  }

  /** {@code -mean / deviation} as a row, double precision. */
  INDArray offset() {
    INDArray row = Nd4j.zeros(DataType.DOUBLE, 1, mean.length);
    for (int c = 0; c < mean.length; c++) {
      row.putScalar(0, c, -(double) mean[c] / deviation[c]);
    }
    return row;
  }
}
