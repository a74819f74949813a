package org.madenet.core;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A trained detector. It does not change any more: fine-tuning gives a new one. Calls of {@link
 * #predict} from several threads are safe and take turns.
 */
public interface AnomalyDetector extends AutoCloseable {

  /**
   * Where the detector comes from: its kind, options, seed, training data and library version.
   *
   * @return the provenance, which is saved with the detector
   */
  Provenance provenance();

  /**
   * The image size that {@link #predict} takes.
   *
   * @return height and width
   */
  ImageSize inputSize();

  /**
   * Scores images.
   *
   * @param batch images of {@link #inputSize()}
   * @return one prediction per image, in the order of the batch
   * @throws IllegalArgumentException if the images have another size
   * @throws IllegalStateException if the detector is closed
   */
  List<Prediction> predict(ImageBatch batch);

  /**
   * Writes the detector to one file: complete, or not at all. A closed detector can still be
   * written.
   *
   * @param file the target; replaced if it exists
   * @throws IOException if it cannot be written
   */
  void save(Path file) throws IOException;

  /**
   * Frees native memory. The detector cannot {@link #predict} afterwards, but still says what it is
   * and can be saved. Closing it again does nothing.
   */
  @Override
  void close();
}
