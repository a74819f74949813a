package org.madenet.core;

/**
 * Training had to stop: the loss is not finite any more, or the thread was interrupted. The message
 * says when, and where the last good state is.
 */
public class TrainingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * An exception with a message.
   *
   * @param message what happened, in which epoch, and what to do
   */
  public TrainingException(String message) {
    super(message);
  }

  /**
   * An exception with a cause.
   *
   * @param message what happened, in which epoch, and what to do
   * @param cause what training failed with
   */
  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
