package org.madenet.bench.run;

/** The two stages of training (paper, section 3.5), in their order. */
public enum Stage {
  /** Unsupervised, on normal images. */
  FIT("fit", "unsupervised.madenet"),
  /** Supervised, on normal and anomalous images with masks. */
  FINE_TUNE("fine-tune", "fine-tuned.madenet");

  private final String label;
  private final String fileName;

  Stage(String label, String fileName) {
    this.label = label;
    this.fileName = fileName;
  }

  /**
   * Name of the file that a category's folder holds after this stage.
   *
   * @return the name
   */
  public String fileName() {
    return fileName;
  }

  /** As options and files name the stage. */
  @Override
  public String toString() {
    return label;
  }
}
