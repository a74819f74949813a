package org.madenet.sfad;

import java.util.HashMap;
import java.util.Map;

/** The loss of equations (8), (10) to (12), written as the formulas read, in double precision. */
final class DoubleReference {

  private final Map<String, double[]> parameters = new HashMap<>();
  private final int channels;
  private final int adapted;
  private final int hidden;
  private final float[] features;
  private final float[] noise;
  private final float[] labels;
  private final SfadLoss margins;

  DoubleReference(
      SfadNetwork network, float[] features, float[] noise, float[] labels, SfadLoss margins) {
    network
        .tensors()
        .keySet()
        .forEach(
            name -> {
              float[] values = network.values(name);
              double[] wide = new double[values.length];
              for (int i = 0; i < wide.length; i++) {
                wide[i] = values[i];
              }
              parameters.put(name, wide);
            });
    this.channels = network.channels();
    this.adapted = network.adapted();
    this.hidden = network.hidden();
    this.features = features;
    this.noise = noise;
    this.labels = labels;
    this.margins = margins;
  }

  double[] differences(String name, double step) {
    double[] values = parameters.get(name);
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double kept = values[i];
      values[i] = kept + step;
      double above = loss();
      values[i] = kept - step;
      double below = loss();
      values[i] = kept;
      result[i] = (above - below) / (2 * step);
    }
    return result;
  }

  double loss() {
    int rows = labels.length;
    int cells = rows / 2;
    double[][] z = new double[rows][hidden];
    double[] weight = parameters.get(SfadNetwork.HIDDEN_WEIGHT);
    for (int row = 0; row < rows; row++) {
      double[] q = adapt(row % cells);
      for (int a = 0; a < adapted; a++) {
        double value = q[a] + (row < cells ? 0 : noise[(row - cells) * adapted + a]);
        for (int h = 0; h < hidden; h++) {
          z[row][h] += value * weight[a * hidden + h];
        }
      }
    }
    double[] output = new double[rows];
    for (int h = 0; h < hidden; h++) {
      double mean = 0;
      for (double[] row : z) {
        mean += row[h] / rows;
      }
      double variance = 0;
      for (double[] row : z) {
        variance += (row[h] - mean) * (row[h] - mean) / rows;
      }
      for (int row = 0; row < rows; row++) {
        double y =
            parameters.get(SfadNetwork.NORM_WEIGHT)[h]
                    * (z[row][h] - mean)
                    / Math.sqrt(variance + 1e-5)
                + parameters.get(SfadNetwork.NORM_BIAS)[h];
        output[row] += parameters.get(SfadNetwork.OUTPUT_WEIGHT)[h] * (y > 0 ? y : 0.2 * y);
      }
    }
    double loss = 0;
    for (int row = 0; row < rows; row++) {
      double w = Math.abs((double) labels[row]);
      loss +=
          labels[row] > 0
              ? w * Math.max(0, margins.positiveMargin() - output[row])
              : w * Math.max(0, output[row] - margins.negativeMargin());
    }
    return loss;
  }

  private double[] adapt(int cell) {
    double[] q = new double[adapted];
    double[] weight = parameters.get(SfadNetwork.ADAPTOR_WEIGHT);
    for (int c = 0; c < channels; c++) {
      for (int a = 0; a < adapted; a++) {
        q[a] += features[cell * channels + c] * weight[c * adapted + a];
      }
    }
    return q;
  }
}
