package org.madenet.data.synthesis;

/** How a patch is turned before it is pasted. */
public enum PatchRotation {
  /** Not at all. */
  NONE,
  /**
   * By 0, 90, 180 or 270 degrees, equally often. Pixels move, none is interpolated: the patch keeps
   * its grain, so only its place and its seams give it away.
   */
  QUARTER_TURNS,
  /**
   * By an angle from a range, with bilinear interpolation. The patch is a little smoother than the
   * rest then, which a network can learn instead of the seams.
   */
  ANY_ANGLE
}
