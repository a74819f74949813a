package org.madenet.core.nn;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The moving averages behind the codes (van den Oord and others, 2017, appendix A.1). With decay g,
 * of the vectors z that a code got in a minibatch, n of them,
 *
 * <pre>
 * N = g N + (1 - g) n,  N = (N + epsilon) / (sum N + K epsilon) sum N
 * m = g m + (1 - g) sum z
 * e = m / N
 * </pre>
 *
 * <p>As in the code that DSR uses, the smoothed sizes are what is kept.
 *
 * @param sizes N, one per code
 * @param sums m, [K,D] row-major
 */
record CodeAverages(double[] sizes, double[] sums) {

  private int width() {
    return sums.length / sizes.length;
  }

  /** The averages after a minibatch of vectors [R,D], row-major, and the code that each got. */
  CodeAverages after(double[] vectors, int[] codes, QuantizerSpec spec, SplittableRandom random) {
    double keep = spec.decay();
    double[] newSizes = Arrays.stream(sizes).map(size -> keep * size).toArray();
    double[] newSums = Arrays.stream(sums).map(sum -> keep * sum).toArray();
    for (int r = 0; r < codes.length; r++) {
      newSizes[codes[r]] += 1 - keep;
      for (int d = 0; d < width(); d++) {
        newSums[codes[r] * width() + d] += (1 - keep) * vectors[r * width() + d];
      }
    }
    double total = Arrays.stream(newSizes).sum();
    double divisor = total + newSizes.length * spec.epsilon();
    for (int k = 0; k < newSizes.length; k++) {
      newSizes[k] = (newSizes[k] + spec.epsilon()) / divisor * total;
    }
    CodeAverages moved = new CodeAverages(newSizes, newSums);
    moved.restart(vectors, codes.length, spec.restart(), random);
    return moved;
  }

  /**
   * Codes that hardly any vector gets become vectors of the minibatch, with twice the size that
   * they would be drawn anew at: one that is not used then, either, soon is.
   */
  private void restart(double[] vectors, int rows, double share, SplittableRandom random) {
    double least = share * rows / sizes.length;
    for (int k = 0; k < sizes.length; k++) {
      if (sizes[k] < least) {
        int from = random.nextInt(rows) * width();
        sizes[k] = 2 * least;
        for (int d = 0; d < width(); d++) {
          sums[k * width() + d] = 2 * least * vectors[from + d];
        }
      }
    }
  }

  /** The codes [K,D], row-major. */
  double[] codes() {
    double[] codes = sums.clone();
    for (int i = 0; i < codes.length; i++) {
      codes[i] /= sizes[i / width()];
    }
    return codes;
  }
}
