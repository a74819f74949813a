package org.madenet.core.nn;

import java.util.Arrays;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Vectors that stand for others: finds the nearest one, by squared Euclidean distance {@code |z|^2
 * - 2 z e + |e|^2}, so that nearly all of the work is one matrix product. Of equally near codes it
 * is the first. A view of its array; safe for use by several threads as long as nobody writes.
 */
public final class Codebook {

  /** Distances in memory at once. */
  private static final int CHUNK = 1 << 20;

  private final INDArray codes;

  /** Receives the distances of one vector. */
  @FunctionalInterface
  public interface DistanceRow {
    /**
     * Takes a row.
     *
     * @param vector index of the vector
     * @param distances squared distance to each code; overwritten afterwards
     */
    void accept(int vector, double[] distances);
  }

  /**
   * A codebook.
   *
   * @param codes [K,D], float or double; not copied
   */
  public Codebook(INDArray codes) {
    if (codes.rank() != 2) {
      throw new IllegalArgumentException(
          "codes must be [K,D], but are " + Arrays.toString(codes.shape()));
    }
    this.codes = codes;
  }

  /**
   * The codes.
   *
   * @return [K,D], as given
   */
  public INDArray codes() {
    return codes;
  }

  /**
   * How many codes there are.
   *
   * @return K
   */
  public int size() {
    return (int) codes.size(0);
  }

  /**
   * Components of a code.
   *
   * @return D
   */
  public int width() {
    return (int) codes.size(1);
  }

  /**
   * The nearest code of each pixel.
   *
   * @param maps [N,D,H,W] of the codes' type
   * @return N H W indices, image by image and row by row
   */
  public int[] nearest(INDArray maps) {
    INDArray vectors = vectors(maps);
    int[] nearest = new int[(int) vectors.size(0)];
    distances(vectors, (vector, distances) -> nearest[vector] = first(distances));
    return nearest;
  }

  private static int first(double[] distances) {
    int best = 0;
    for (int k = 1; k < distances.length; k++) {
      if (distances[k] < distances[best]) {
        best = k;
      }
    }
    return best;
  }

  /**
   * The vectors of feature maps.
   *
   * @param maps [N,D,H,W]
   * @return [N H W, D], image by image and row by row; a view where the layout allows it
   */
  public static INDArray vectors(INDArray maps) {
    long rows = maps.size(0) * maps.size(2) * maps.size(3);
    return maps.permute(0, 2, 3, 1).reshape('c', rows, maps.size(1));
  }

  /**
   * The codes of some indices.
   *
   * @param indices N H W indices, as {@link #nearest} gives them
   * @param shape [N,D,H,W]
   * @return feature maps of that shape, channels last in memory
   */
  public INDArray lookUp(int[] indices, long... shape) {
    return Nd4j.pullRows(codes, 1, indices)
        .reshape('c', shape[0], shape[2], shape[3], shape[1])
        .permute(0, 3, 1, 2);
  }

  /**
   * Distances of vectors to all codes, some at a time.
   *
   * @param vectors [R,D] of the codes' type
   * @param consumer is given each vector's, in order
   */
  @SuppressWarnings("try") // all that is wanted of the scope is that it ends
  public void distances(INDArray vectors, DistanceRow consumer) {
    if (vectors.rank() != 2 || vectors.size(1) != width()) {
      throw new IllegalArgumentException(
          "vectors must be [R,%d], but are %s"
              .formatted(width(), Arrays.toString(vectors.shape())));
    }
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      double[] codeNorms = squaredNorms(codes);
      double[] norms = squaredNorms(vectors);
      double[] distances = new double[size()];
      int chunk = Math.max(1, CHUNK / size());
      for (int from = 0; from < norms.length; from += chunk) {
        int to = Math.min(norms.length, from + chunk);
        double[] products = products(vectors.get(NDArrayIndex.interval(from, to)));
        for (int vector = from; vector < to; vector++) {
          int at = (vector - from) * distances.length;
          for (int k = 0; k < distances.length; k++) {
            distances[k] = norms[vector] - 2 * products[at + k] + codeNorms[k];
          }
          consumer.accept(vector, distances);
        }
      }
    }
  }

  /** Products of each vector with all codes, vector by vector. */
  private double[] products(INDArray vectors) {
    // In f order, which ND4J multiplies into fastest, the codes of a vector lie side by side.
    INDArray products =
        Nd4j.createUninitialized(codes.dataType(), new long[] {size(), vectors.size(0)}, 'f');
    codes.mmuli(vectors.transpose(), products);
    double[] values = products.data().asDouble();
    products.close();
    return values;
  }

  private static double[] squaredNorms(INDArray vectors) {
    return vectors.mul(vectors).sum(1).data().asDouble();
  }
}
