package org.madenet.srad.dsr;

/** Finds the value of a rank without sorting all (Hoare's selection, 1961). */
final class Ranks {

  private Ranks() {}

  /**
   * Where the value of a rank is.
   *
   * @param values not changed
   * @param rank from 0, the smallest
   * @return its index; of equal values the first
   */
  static int index(double[] values, int rank) {
    double wanted = select(values.clone(), rank);
    int index = 0;
    while (values[index] != wanted) {
      index++;
    }
    return index;
  }

  private static double select(double[] values, int rank) {
    int from = 0;
    int to = values.length - 1;
    while (from < to) {
      double pivot = values[(from + to) >>> 1];
      int low = from;
      int high = to;
      while (low <= high) {
        while (values[low] < pivot) {
          low++;
        }
        while (values[high] > pivot) {
          high--;
        }
        if (low <= high) {
          double swapped = values[low];
          values[low++] = values[high];
          values[high--] = swapped;
        }
      }
      if (rank <= high) {
        to = high;
      } else if (rank >= low) {
        from = low;
      } else {
        return values[rank];
      }
    }
    return values[rank];
  }
}
