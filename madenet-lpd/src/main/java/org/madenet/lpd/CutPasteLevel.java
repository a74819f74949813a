package org.madenet.lpd;

/** What CutPaste's network looks at. */
public enum CutPasteLevel {
  /** Whole images: the published way to find anomalous images. */
  IMAGES,
  /** Squares cut from the images, the same network for all: the published way to localise. */
  PATCHES
}
