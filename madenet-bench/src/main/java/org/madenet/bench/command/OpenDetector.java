package org.madenet.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import org.madenet.core.AnomalyDetector;

/**
 * Opens one detector after the other. While the same file is wanted, as it is where one detector
 * serves all categories, the detector stays.
 */
final class OpenDetector implements AutoCloseable {

  /** Reads a detector. */
  @FunctionalInterface
  interface Loader {
    AnomalyDetector load(Path file) throws IOException;
  }

  private final Loader loader;
  private Path file;
  private AnomalyDetector detector;

  OpenDetector(Loader loader) {
    this.loader = loader;
  }

  /** The detector of a file, valid until another file is asked for. */
  AnomalyDetector of(Path wanted) throws IOException {
    if (!wanted.equals(file)) {
      close();
      detector = loader.load(wanted);
      file = wanted;
    }
    return detector;
  }

  @Override
  public void close() {
    if (detector != null) {
      detector.close();
      detector = null;
      file = null;
    }
  }
}
