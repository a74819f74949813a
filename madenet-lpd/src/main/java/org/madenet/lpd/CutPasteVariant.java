package org.madenet.lpd;

/** What CutPaste's network is asked to tell apart. */
public enum CutPasteVariant {
  /** Normal images, images with a pasted rectangle, and images with a scar. */
  THREE_WAY(3),
  /** Normal images and images with a pasted rectangle. */
  BINARY(2),
  /** Normal images and images with a scar. */
  SCAR(2),
  /** Normal images and images with either, equally often. */
  UNION(2);

  private final int classes;

  CutPasteVariant(int classes) {
    this.classes = classes;
  }

  /**
   * Number of classes; every image of a step is seen once as each of them.
   *
   * @return 2 or 3
   */
  public int classes() {
    return classes;
  }
}
