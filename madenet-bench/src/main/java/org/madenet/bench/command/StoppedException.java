package org.madenet.bench.command;

/** The user stopped the work. The message says how to go on. */
final class StoppedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StoppedException(String message, Throwable cause) {
    super(message, cause);
  }
}
