package org.madenet.core.nn;

import org.madenet.core.nn.kernel.Kernels;
import org.madenet.core.nn.kernel.Normalization;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Mean and standard deviation of one image over its channels and pixels. The deviation has a floor:
 * {@code sqrt(variance + 1e-4)}, so that the noise of an empty image does not become a pattern.
 *
 * @param mean mean
 * @param deviation standard deviation, positive
 */
record ImageStatistics(double mean, double deviation) {

  static final double FLOOR = 1e-4;

  /** Far below any variance with its floor. */
  private static final double EPSILON = 1e-12;

  /** Of {@code image}, [1,C,H,W]; {@code scratch} is of the same shape and is overwritten. */
  static ImageStatistics of(Kernels kernels, INDArray image, INDArray scratch) {
    long channels = image.size(1);
    INDArray means = Nd4j.zeros(image.dataType(), 1, channels);
    INDArray variances = Nd4j.zeros(image.dataType(), 1, channels);
    Normalization plain =
        new Normalization(
            Nd4j.ones(image.dataType(), 1, channels),
            Nd4j.zeros(image.dataType(), 1, channels),
            EPSILON,
            false);
    kernels.normalize(plain, image, means, variances, null, scratch);
    double mean = 0;
    double square = 0;
    for (int c = 0; c < channels; c++) {
      mean += means.getDouble(0, c) / channels;
      square +=
          (variances.getDouble(0, c) + means.getDouble(0, c) * means.getDouble(0, c)) / channels;
    }
    return new ImageStatistics(mean, Math.sqrt(Math.max(0, square - mean * mean) + FLOOR));
  }

  /** {@code y = (x - mean) / deviation}, of [1,C,H,W]. */
  void standardize(Kernels kernels, INDArray x, INDArray y) {
    affine(kernels, x, mean, deviation, 1, 0, y);
  }

  /** {@code y = x deviation + mean}, of [1,C,H,W]. */
  void restore(Kernels kernels, INDArray x, INDArray y) {
    affine(kernels, x, 0, 1, deviation, mean, y);
  }

  private static void affine(
      Kernels kernels,
      INDArray x,
      double mean,
      double deviation,
      double gamma,
      double beta,
      INDArray y) {
    kernels.normalizeFixed(
        new Normalization(row(x, gamma), row(x, beta), EPSILON, false),
        x,
        row(x, mean),
        row(x, deviation * deviation),
        y);
  }

  private static INDArray row(INDArray like, double value) {
    return Nd4j.valueArrayOf(new long[] {1, like.size(1)}, value, like.dataType());
  }

  /** One image of a batch [N,C,H,W], as a view [1,C,H,W]. */
  static INDArray image(INDArray batch, long index) {
    return batch.get(
        NDArrayIndex.interval(index, index + 1),
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.all());
  }

  /**
   * The values of one image of {@link #image} in the order in which they lie in memory, as a vector
   * on the same memory. ND4J's element-wise operations on images that lie channels last are slow.
   */
  static INDArray flat(INDArray image) {
    return Nd4j.create(
        image.data(), new long[] {image.length()}, new long[] {1}, image.offset(), 'c');
  }
}
