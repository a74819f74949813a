package org.madenet.sfad;

/** How the values around a cell become its descriptor: {@code f_agg} of equation (7). */
public enum Aggregation {
  /**
   * Mean over the cells of the neighbourhood that lie on the map, per channel. This is equation (7)
   * as it stands: what lies outside the map is no member of the neighbourhood (6). PyTorch: {@code
   * avg_pool2d(p, stride=1, padding=p//2, count_include_pad=False)}.
   */
  MEAN,
  /**
   * What SimpleNet's official code does. The neighbourhood, zero-padded at the borders, is unrolled
   * to {@code C*p*p} values, averaged in one dimension to {@code pooledChannels} values per tap,
   * and the taps one after the other are averaged to {@code pooledChannels} again (PyTorch's
   * adaptive average pooling both times).
   */
  SIMPLENET
}
