package org.madenet.bench.command;

/**
 * The caller has to change something. The message is one line: what is wrong, where, what to do.
 */
public final class CallerMistakeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * A mistake.
   *
   * @param message one line: what is wrong, where, what to do
   */
  public CallerMistakeException(String message) {
    super(message);
  }

  /**
   * A mistake that something else noticed.
   *
   * @param message one line: what is wrong, where, what to do
   * @param cause what noticed it
   */
  public CallerMistakeException(String message, Throwable cause) {
    super(message, cause);
  }
}
