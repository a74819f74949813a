package org.madenet.data.synthesis;

/** Where in an image anomalies may lie. */
public enum ForegroundMode {
  /**
   * On the object in images of an object before a plain background, anywhere in others; decided per
   * image as {@link ForegroundMask} says.
   */
  AUTO,
  /** Anywhere: right for textures. */
  ALWAYS_WHOLE,
  /**
   * On the object, even where {@link #AUTO} would doubt that there is a background. Only where no
   * object is left after cleaning the whole image is taken.
   */
  OBJECT
}
