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

  /** Refuses an option that is too small or too large. */
  static void unlessWithin(String option, int value, int least, int greatest) {
    if (value < least || value > greatest) {
      throw new CallerMistakeException(
          "%s must be %d to %d, but is %d".formatted(option, least, greatest, value));
    }
  }
}
