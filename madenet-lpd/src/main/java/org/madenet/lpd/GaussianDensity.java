package org.madenet.lpd;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.madenet.core.NormalImages;
import org.madenet.core.TrainingException;
import org.madenet.core.train.Interruptible;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A Gaussian fitted to vectors, with the covariance of Ledoit and Wolf (2004): {@code (1 - s) S + s
 * mu I} with S the sample covariance, mu its mean variance and s the shrinkage that the data ask
 * for. Immutable; safe for use by several threads.
 */
final class GaussianDensity {

  private final INDArray mean;
  private final INDArray whitening;

  /**
   * A Gaussian.
   *
   * @param mean float32 [1,d]
   * @param whitening float32 [d,d], the inverse of the Cholesky factor of the covariance
   */
  GaussianDensity(INDArray mean, INDArray whitening) {
    long d = mean.length();
    if (!Arrays.equals(whitening.shape(), new long[] {d, d})) {
      throw new IllegalArgumentException(
          "a density of %d dimensions needs a whitening of %d x %d, but it is %s"
              .formatted(d, d, d, Arrays.toString(whitening.shape())));
    }
    this.mean = mean.reshape(1, d);
    this.whitening = whitening;
  }

  INDArray mean() {
    return mean;
  }

  INDArray whitening() {
    return whitening;
  }

  /**
   * Mahalanobis distances from the mean.
   *
   * @param rows float32 [n,d]
   * @return n distances, at least 0
   */
  float[] distances(INDArray rows) {
    INDArray white = rows.subRowVector(mean).mmul(whitening.transpose());
    return white.norm2(1).dup('c').data().asFloat();
  }

  /**
   * Refuses before a training what would be refused after it: there is no spread of one embedding.
   *
   * @throws IllegalArgumentException if there is one image
   */
  static void requireImages(NormalImages train) {
    if (train.size() < 2) {
      throw new IllegalArgumentException(
          "a density of embeddings needs 2 training images or more, and there is " + train.size());
    }
  }

  /** Scales rows to length 1; rows of zeros stay. */
  static void normalize(float[] rows, int dimensions) {
    for (int from = 0; from < rows.length; from += dimensions) {
      double squares = 0;
      for (int i = from; i < from + dimensions; i++) {
        squares += (double) rows[i] * rows[i];
      }
      float factor = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
      for (int i = from; i < from + dimensions; i++) {
        rows[i] *= factor;
      }
    }
  }

  /**
   * Fits a Gaussian to each kind of vectors that a network makes of images as they are.
   *
   * @param images nothing augmented or distorted
   * @param batchSize images described at once
   * @param describe images {@code [N,3,H,W]} to matrices, row-major, one of each kind
   * @return one for each kind, in their order
   * @throws IllegalArgumentException if there are fewer than two different vectors of a kind
   * @throws TrainingException if the thread is interrupted
   */
  static List<GaussianDensity> fit(
      NormalImages images, int batchSize, Function<INDArray, List<INDArray>> describe) {
    List<Fit> fits = List.of();
    for (int from = 0; from < images.size(); from += batchSize) {
      int[] indices = IntStream.range(from, Math.min(images.size(), from + batchSize)).toArray();
      List<INDArray> kinds =
          Interruptible.piece(
              "fitting the density",
              from,
              images.size(),
              () -> describe.apply(images.images(indices).images()));
      if (fits.isEmpty()) {
        fits = kinds.stream().map(rows -> new Fit(rows.columns())).toList();
      }
      for (int kind = 0; kind < fits.size(); kind++) {
        fits.get(kind).add(kinds.get(kind).data().asFloat());
      }
    }
    if (fits.isEmpty()) {
      throw new IllegalArgumentException("there are no training images");
    }
    return fits.stream().map(Fit::build).toList();
  }

  /** Takes vectors in, in one pass, in double precision. Not safe for use by several threads. */
  static final class Fit {

    private final int dimensions;
    private final INDArray products;
    private final double[] sum;
    private final double[] cubes;
    private double squares;
    private double fourths;
    private long count;
    private double shrinkage;

    Fit(int dimensions) {
      this.dimensions = dimensions;
      this.products = Nd4j.zeros(DataType.DOUBLE, dimensions, dimensions);
      this.sum = new double[dimensions];
      this.cubes = new double[dimensions];
    }

    /** Adds vectors that lie one after the other. */
    void add(float[] rows) {
      int n = rows.length / dimensions;
      for (int row = 0; row < n; row++) {
        double length = 0;
        for (int i = 0; i < dimensions; i++) {
          double value = rows[row * dimensions + i];
          length += value * value;
        }
        for (int i = 0; i < dimensions; i++) {
          double value = rows[row * dimensions + i];
          sum[i] += value;
          cubes[i] += length * value;
        }
        squares += length;
        fourths += length * length;
      }
      INDArray block = Nd4j.create(rows, new long[] {n, dimensions}, 'c').castTo(DataType.DOUBLE);
      products.addi(block.transpose().mmul(block));
      count += n;
    }

    /** The shrinkage of the last {@link #build}. */
    double shrinkage() {
      return shrinkage;
    }

    /**
     * Fits the Gaussian.
     *
     * @throws IllegalArgumentException if there are fewer than two vectors, or all are equal
     */
    GaussianDensity build() {
      double[][] covariance = covariance();
      double[][] factor = cholesky(covariance);
      double[] means = Arrays.stream(sum).map(value -> value / count).toArray();
      return new GaussianDensity(
          Nd4j.createFromArray(means).castTo(DataType.FLOAT).reshape(1, dimensions),
          Nd4j.createFromArray(inverse(factor)).castTo(DataType.FLOAT));
    }

    /** Sums over centred vectors follow from those over the vectors as they came. */
    private double[][] covariance() {
      double[] means = new double[dimensions];
      double meanSquare = 0;
      for (int i = 0; i < dimensions; i++) {
        means[i] = sum[i] / Math.max(1, count);
        meanSquare += means[i] * means[i];
      }
      double[][] covariance = products.toDoubleMatrix();
      double quadratic = 0;
      double alongCubes = 0;
      double alongSum = 0;
      for (int i = 0; i < dimensions; i++) {
        for (int j = 0; j < dimensions; j++) {
          quadratic += means[i] * covariance[i][j] * means[j];
          covariance[i][j] = covariance[i][j] / Math.max(1, count) - means[i] * means[j];
        }
        alongCubes += means[i] * cubes[i];
        alongSum += means[i] * sum[i];
      }
      double centredFourths =
          fourths
              + 4 * quadratic
              + count * meanSquare * meanSquare
              - 4 * alongCubes
              + 2 * meanSquare * squares
              - 4 * meanSquare * alongSum;
      double trace = 0;
      double frobenius = 0;
      for (int i = 0; i < dimensions; i++) {
        trace += covariance[i][i];
        for (int j = 0; j < dimensions; j++) {
          frobenius += covariance[i][j] * covariance[i][j];
        }
      }
      double mu = trace / dimensions;
      if (count < 2 || !(mu > 0)) {
        throw new IllegalArgumentException(
            "a density needs at least two different vectors, but there are "
                + count
                + " with a mean variance of "
                + mu);
      }
      double spread = frobenius - 2 * mu * trace + dimensions * mu * mu;
      double error = Math.min(spread, Math.max(0, centredFourths / count - frobenius) / count);
      shrinkage = error == 0 ? 0 : error / spread;
      for (int i = 0; i < dimensions; i++) {
        for (int j = 0; j < dimensions; j++) {
          covariance[i][j] *= 1 - shrinkage;
        }
        covariance[i][i] += shrinkage * mu;
      }
      return covariance;
    }

    private static double[][] cholesky(double[][] matrix) {
      int d = matrix.length;
      double[][] factor = new double[d][d];
      for (int i = 0; i < d; i++) {
        for (int j = 0; j <= i; j++) {
          double rest = matrix[i][j];
          for (int k = 0; k < j; k++) {
            rest -= factor[i][k] * factor[j][k];
          }
          if (i != j) {
            factor[i][j] = rest / factor[j][j];
          } else if (rest > 0) {
            factor[i][i] = Math.sqrt(rest);
          } else {
            throw new IllegalArgumentException(
                "the covariance is not positive definite in dimension " + i);
          }
        }
      }
      return factor;
    }

    /** Inverse of a lower triangular matrix, row by row of the inverse's transpose. */
    private static double[][] inverse(double[][] lower) {
      int d = lower.length;
      double[][] inverse = new double[d][d];
      for (int i = 0; i < d; i++) {
        double[] row = inverse[i];
        for (int k = 0; k < i; k++) {
          double factor = lower[i][k];
          double[] known = inverse[k];
          for (int j = 0; j <= k; j++) {
            row[j] -= factor * known[j];
          }
        }
        row[i] = 1;
        for (int j = 0; j <= i; j++) {
          row[j] /= lower[i][i];
        }
      }
      return inverse;
    }
  }
}
