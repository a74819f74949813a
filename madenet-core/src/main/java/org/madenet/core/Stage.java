package org.madenet.core;

import java.util.Arrays;
import java.util.List;

/** The two stages of training (paper, section 3.5), in their order. */
public enum Stage {
  /** Unsupervised, on normal images. */
  FIT("fit"),
  /** Supervised, on normal and anomalous images with masks. */
  FINE_TUNE("fine-tune");

  private final String label;

  Stage(String label) {
    this.label = label;
  }

  /**
   * What a detector has seen that has come to this stage.
   *
   * @return this stage and those before it, as {@link Provenance#stages()} names them
   */
  public List<String> history() {
    return Arrays.stream(values()).limit(ordinal() + 1L).map(Stage::toString).toList();
  }

  /** As options and files name the stage. */
  @Override
  public String toString() {
    return label;
  }
}
