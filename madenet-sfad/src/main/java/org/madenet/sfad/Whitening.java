package org.madenet.sfad;

import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An adaptor that whitens: with the covariance V diag(e) V^T of the scaled features of normal
 * cells, {@code q = o V (diag(e) + ridge)^-1/2}, the directions of largest variance first.
 *
 * <p>The ridge keeps directions that hold little but rounding from being blown up. Where training
 * images are few, so are directions that their cells do not fill, and held-out normal cells leave
 * through those: they look anomalous, and the more so the smaller the ridge. So the ridge is the
 * least one, or ten or a hundred times that: the smallest with which held-out cells are on average
 * at most 1.5 times as far from the mean, squared, as those of the training images. A detector's
 * provenance has both, and docs/results/manudefect-mini.md what they are and what else was tried.
 *
 * @param weight {@code [C,width]}
 * @param ridge added to each variance, in units of the scaled features
 * @param heldOutDistance mean squared distance of held-out cells from the mean after whitening, in
 *     units of the training cells' own
 */
record Whitening(INDArray weight, double ridge, double heldOutDistance) {

  private static final double[] FACTORS = {1, 10, 100};
  private static final double MOST_DISTANCE = 1.5;

  /**
   * Fits the adaptor.
   *
   * @param features of normal images, scaled
   * @param heldOut of other normal images, scaled alike
   * @param width number of directions kept, at most the number of channels
   * @param leastRidge the smallest ridge that may be chosen
   * @return the adaptor
   */
  static Whitening fit(CellFeatures features, CellFeatures heldOut, int width, double leastRidge) {
    Moments moments = Moments.of(features);
    INDArray mean = moments.mean();
    INDArray covariance = moments.products().sub(mean.transpose().mmul(mean));
    EigenDecomposition eigen = new EigenDecomposition(symmetric(covariance));
    double[] variances = eigen.getRealEigenvalues();
    int[] order =
        IntStream.range(0, variances.length)
            .boxed()
            .sorted((a, b) -> Double.compare(variances[b], variances[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    INDArray directions = Nd4j.createFromArray(eigen.getV().getData());
    double[] held = spread(Moments.of(heldOut), mean, directions);
    double ridge = 0;
    double distance = Double.POSITIVE_INFINITY;
    for (int i = 0; i < FACTORS.length && distance > MOST_DISTANCE; i++) {
      ridge = FACTORS[i] * leastRidge;
      distance = distance(held, variances, ridge) / distance(variances, variances, ridge);
    }
    double[][] weight = new double[variances.length][width];
    for (int k = 0; k < width; k++) {
      double scale = 1 / Math.sqrt(Math.max(0, variances[order[k]]) + ridge);
      for (int c = 0; c < variances.length; c++) {
        weight[c][k] = directions.getDouble(c, order[k]) * scale;
      }
    }
    return new Whitening(Nd4j.createFromArray(weight).castTo(DataType.FLOAT), ridge, distance);
  }

  /** Mean squared distance from a mean along each of the directions {@code [C,K]}. */
  private static double[] spread(Moments moments, INDArray mean, INDArray directions) {
    INDArray cross = moments.mean().transpose().mmul(mean);
    INDArray about =
        moments.products().sub(cross).sub(cross.transpose()).add(mean.transpose().mmul(mean));
    return about.mmul(directions).mul(directions).sum(0).toDoubleVector();
  }

  /** Mean squared Mahalanobis distance of cells that spread so far along each direction. */
  private static double distance(double[] spread, double[] variances, double ridge) {
    double sum = 0;
    for (int k = 0; k < variances.length; k++) {
      sum += Math.max(0, spread[k]) / (Math.max(0, variances[k]) + ridge);
    }
    return sum;
  }

  /** Mean {@code [1,C]} and mean outer product {@code [C,C]} of all cells, in double precision. */
  private record Moments(INDArray mean, INDArray products) {

    static Moments of(CellFeatures features) {
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
      return new Moments(mean.divi(count), products.divi(count));
    }
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
