package org.madenet.sfad;

import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Weights of an adaptor that whitens: with the covariance V diag(e) V^T of the scaled features of
 * normal cells, {@code q = o V (diag(e) + ridge)^-1/2}, the directions of largest variance first.
 * The ridge keeps directions that hold little but rounding from being blown up.
 */
final class Whitening {

  private Whitening() {}

  /**
   * Fits the adaptor.
   *
   * @param features of normal images, scaled
   * @param width number of directions kept, at most the number of channels
   * @param ridge added to each variance, in units of the scaled features
   * @return the adaptor's weight {@code [C,width]}
   */
  static INDArray fit(CellFeatures features, int width, double ridge) {
    int channels = features.channels();
    double count = (double) features.cells() * features.images();
    INDArray mean = Nd4j.zeros(DataType.DOUBLE, 1, channels);
    INDArray products = Nd4j.zeros(DataType.DOUBLE, channels, channels);
    int[] all = features.all();
    try (RowMatrix rows = new RowMatrix(features.cells(), channels);
        RowMatrix square = new RowMatrix(channels, channels)) {
      for (int image = 0; image < features.images(); image++) {
        features.copy(image, all, all.length, rows.values(), 0);
        rows.toBackend();
        mean.addi(rows.matrix().castTo(DataType.DOUBLE).sum(true, 0));
        square.product(rows.matrix().transpose(), rows.matrix());
        products.addi(square.matrix().castTo(DataType.DOUBLE));
      }
    }
    mean.divi(count);
    products.divi(count).subi(mean.transpose().mmul(mean));
    return directions(products, width, ridge).castTo(DataType.FLOAT);
  }

  private static INDArray directions(INDArray covariance, int width, double ridge) {
    EigenDecomposition eigen = new EigenDecomposition(symmetric(covariance));
    double[] variances = eigen.getRealEigenvalues();
    int[] order =
        IntStream.range(0, variances.length)
            .boxed()
            .sorted((a, b) -> Double.compare(variances[b], variances[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[][] weight = new double[variances.length][width];
    for (int k = 0; k < width; k++) {
      double[] direction = eigen.getEigenvector(order[k]).toArray();
      double scale = 1 / Math.sqrt(Math.max(0, variances[order[k]]) + ridge);
      for (int c = 0; c < direction.length; c++) {
        weight[c][k] = direction[c] * scale;
      }
    }
    return Nd4j.createFromArray(weight);
  }

  /** Exactly symmetric, which the decomposition asks for. */
  private static RealMatrix symmetric(INDArray covariance) {
    double[][] values = covariance.toDoubleMatrix();
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < i; j++) {
        double both = (values[i][j] + values[j][i]) / 2;
        values[i][j] = both;
        values[j][i] = both;
      }
    }
    return new Array2DRowRealMatrix(values, false);
  }
}
