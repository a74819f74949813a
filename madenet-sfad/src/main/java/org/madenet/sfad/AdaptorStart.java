package org.madenet.sfad;

/** The adaptor's weights before training, equation (8). */
public enum AdaptorStart {
  /** Random, Xavier-normal, as in SimpleNet. */
  XAVIER,
  /**
   * The map that whitens the features of normal cells: their principal directions, each scaled to
   * variance one. The isotropic noise of equation (10) is then as large as the normal variation in
   * every direction, while without it directions in which normal cells hardly vary drown in noise.
   * With an adaptor learning rate of 0 it stays this map.
   */
  WHITENING
}
