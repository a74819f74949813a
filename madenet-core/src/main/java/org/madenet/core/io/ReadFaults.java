package org.madenet.core.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Words for files that cannot be read: of some, Java's message is the path and nothing else. */
public final class ReadFaults {

  private ReadFaults() {}

  /**
   * The same exception with words.
   *
   * @param e what opening or reading a file threw
   * @return one of the same type whose message is the path and why, caused by {@code e}; or {@code
   *     e} itself, if it says more than a path
   */
  public static IOException explained(IOException e) {
    IOException said;
    if (e instanceof NoSuchFileException fault && fault.getReason() == null) {
      said = new NoSuchFileException(fault.getFile(), null, "does not exist");
    } else if (e instanceof AccessDeniedException fault && fault.getReason() == null) {
      said = new AccessDeniedException(fault.getFile(), null, "no permission to read it");
    } else {
      return e;
    }
    said.initCause(e);
    return said;
  }
}
