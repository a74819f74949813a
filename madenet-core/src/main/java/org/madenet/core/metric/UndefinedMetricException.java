package org.madenet.core.metric;

/**
 * A metric is not defined for what was collected: one class only, no pixels, or scores that are not
 * numbers.
 */
public class UndefinedMetricException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * An exception with a message.
   *
   * @param message what is undefined, and which samples are the cause
   */
  public UndefinedMetricException(String message) {
    super(message);
  }
}
