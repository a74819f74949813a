package org.madenet.data.image;

import java.io.IOException;
import java.nio.file.Path;

/** An image file is refused. The message begins with its path and says why. */
public class ImageException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * A refusal.
   *
   * @param file the image file
   * @param reason what is wrong with it
   */
  public ImageException(Path file, String reason) {
    super(file + ": " + reason);
  }

  /**
   * A refusal that a library decided.
   *
   * @param file the image file
   * @param reason what is wrong with it
   * @param cause what the library threw
   */
  public ImageException(Path file, String reason, Throwable cause) {
    super(file + ": " + reason, cause);
  }
}
