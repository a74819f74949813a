package org.madenet.sfad;

/**
 * The bins of PyTorch's {@code adaptive_avg_pool1d}: bin i of {@code bins} covers floor(i * length
 * / bins) to ceil((i + 1) * length / bins), so neighbouring bins can share a value.
 *
 * @param total number of values pooled
 * @param bins number of means
 */
record AdaptivePooling(int total, int bins) {

  int start(int bin) {
    return (int) ((long) bin * total / bins);
  }

  int end(int bin) {
    return (int) (((bin + 1L) * total + bins - 1) / bins);
  }

  int length(int bin) {
    return end(bin) - start(bin);
  }
}
