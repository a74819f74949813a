package org.madenet.core.nn;

/** What a pooling window is reduced to. */
public enum PoolMode {
  /** The maximum; padding never wins. */
  MAX,
  /** The mean; zeros of the padding count, as in PyTorch's default. */
  AVERAGE
}
