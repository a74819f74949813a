package org.madenet.data.synthesis;

/** What a synthetic sample shows. */
public enum AnomalyKind {
  /** Nothing: the normal image as it is, and an empty mask. */
  CLEAN,
  /** A foreign texture. */
  TEXTURE,
  /** Pieces of the image itself, changed and out of place. */
  STRUCTURE,
  /** Another brightness and contrast of the same texture. */
  SHADE,
  /** A rectangle of the image itself, pasted elsewhere. */
  PATCH,
  /** A thin strip of the image itself, turned and pasted elsewhere. */
  SCAR,
  /** The image's own content, displaced. */
  WARP,
  /** The image's own content without its detail. */
  BLUR,
  /** One flat colour. */
  STAIN
}
