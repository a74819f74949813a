package org.madenet.bench.peers;

/** What all engines share. */
final class Networks {

  /** Height and width of the images. */
  static final int SIZE = 256;

  private Networks() {}
}
