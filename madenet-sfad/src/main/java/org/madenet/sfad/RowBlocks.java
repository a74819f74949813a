package org.madenet.sfad;

import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Rows cut into a fixed number of blocks that are worked on in parallel. Partial results are
 * combined in the order of the blocks, so the result does not depend on the number of threads.
 */
final class RowBlocks {

  private static final int BLOCKS = 16;

  /** Works on the rows {@code from} (inclusive) to {@code to} (exclusive). */
  @FunctionalInterface
  interface Work {
    void rows(int from, int to);
  }

  /** Adds the rows {@code from} (inclusive) to {@code to} (exclusive) to the sums. */
  @FunctionalInterface
  interface Accumulation {
    void rows(int from, int to, double[] sums);
  }

  private RowBlocks() {}

  /** Works on all rows, in parallel. */
  static void forEach(int rows, Work work) {
    IntStream.range(0, BLOCKS)
        .parallel()
        .forEach(block -> work.rows(start(rows, block), start(rows, block + 1)));
  }

  /**
   * Sums over all rows, in parallel.
   *
   * @param rows number of rows
   * @param width number of sums
   * @param accumulation adds some rows to sums that are its own
   * @return {@code width} sums
   */
  static double[] sum(int rows, int width, Accumulation accumulation) {
    IntFunction<double[]> part =
        block -> {
          double[] sums = new double[width];
          accumulation.rows(start(rows, block), start(rows, block + 1), sums);
          return sums;
        };
    double[][] parts =
        IntStream.range(0, BLOCKS).parallel().mapToObj(part).toArray(double[][]::new);
    double[] total = new double[width];
    for (double[] sums : parts) {
      for (int i = 0; i < width; i++) {
        total[i] += sums[i];
      }
    }
    return total;
  }

  private static int start(int rows, int block) {
    return (int) ((long) rows * block / BLOCKS);
  }
}
