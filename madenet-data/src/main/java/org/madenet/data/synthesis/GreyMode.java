package org.madenet.data.synthesis;

/** Whether anomalies are grey. */
public enum GreyMode {
  /**
   * Grey in grey images, decided per image: where its channels differ by 2 levels of 255 or less in
   * the mean. In a grey image a coloured anomaly is given away by its colour alone, and a detector
   * would learn nothing else.
   */
  AUTO,
  /** Always grey. */
  GREY,
  /** Always in colour. */
  COLOUR
}
