package org.madenet.bench.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import org.madenet.core.AnomalyDetector;

/**
 * Opens one detector after the other. While the same file is wanted, as it is where one detector
 * serves all categories, the detector stays.
 */
public final class OpenDetector implements AutoCloseable {

  /** Reads a detector. */
  @FunctionalInterface
  public interface Loader {
    /**
     * Reads a detector.
     *
     * @param file its file
     * @return the detector
     * @throws IOException if it cannot be read
     */
    AnomalyDetector load(Path file) throws IOException;
  }

  private final Loader loader;
  private Path file;
  private AnomalyDetector detector;

  /**
   * Nothing is open yet.
   *
   * @param loader reads detectors
   */
  public OpenDetector(Loader loader) {
    this.loader = loader;
  }

  /**
   * The detector of a file.
   *
   * @param wanted its file
   * @return the detector, valid until another file is asked for
   * @throws IOException if it cannot be read
   */
  public AnomalyDetector of(Path wanted) throws IOException {
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
