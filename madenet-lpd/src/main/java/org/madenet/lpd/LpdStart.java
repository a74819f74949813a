package org.madenet.lpd;

/** What the backbone knows before stage one. */
public enum LpdStart {
  /** Nothing: random weights, drawn from the seed. */
  SCRATCH,
  /** What the embedded ImageNet weights know; for {@code efficientnet_lite0} only. */
  EMBEDDED
}
