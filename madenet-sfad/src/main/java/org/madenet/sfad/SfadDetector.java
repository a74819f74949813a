package org.madenet.sfad;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.madenet.core.AnomalyDetector;
import org.madenet.core.ImageBatch;
import org.madenet.core.ImageSize;
import org.madenet.core.Prediction;
import org.madenet.core.Provenance;

/** A trained SFAD detector; made by {@link SfadTrainer} or {@link #load}. */
public final class SfadDetector implements AnomalyDetector {

  /** The registered name. */
  public static final String KIND = "sfad";

  private final SfadOptions options;
  private final Provenance provenance;

  SfadDetector(SfadOptions options, Provenance provenance) {
    this.options = options;
    this.provenance = provenance;
  }

  /**
   * Reads a detector.
   *
   * @param file what {@link #save} wrote
   * @return the detector, with the same predictions as the saved one
   * @throws IOException if the file is not a readable SFAD detector; the message says why
   */
  public static SfadDetector load(Path file) throws IOException {
    throw new UnsupportedOperationException("loading SFAD is not there yet: " + file);
  }

  /**
   * The options it was trained with.
   *
   * @return the options
   */
  public SfadOptions options() {
    return options;
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public ImageSize inputSize() {
    return options.inputSize();
  }

  @Override
  public List<Prediction> predict(ImageBatch batch) {
    throw new UnsupportedOperationException("SFAD prediction is not there yet");
  }

  @Override
  public void save(Path file) throws IOException {
    throw new UnsupportedOperationException("saving SFAD is not there yet: " + file);
  }

  @Override
  public void close() {}
}
