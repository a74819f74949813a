package org.madenet.ism;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.madenet.core.AnomalyDetector;
import org.madenet.lpd.LpdDetector;
import org.madenet.sfad.SfadDetector;
import org.madenet.srad.SradDetector;

/** What MADE-Net chooses from. Where two are equally good, the first in this order is taken. */
public enum Submodel {
  /** Features of a pretrained backbone (section 3.2); the default, where nothing is sure. */
  SFAD(SfadDetector.KIND, SfadDetector::load),
  /** Reconstruction (section 3.1). */
  SRAD(SradDetector.KIND, SradDetector::load),
  /** Displaced patches (section 3.3). */
  LPD(LpdDetector.KIND, LpdDetector::load);

  @FunctionalInterface
  private interface Loader {
    AnomalyDetector load(Path file) throws IOException;
  }

  private final String kind;
  private final Loader loader;

  Submodel(String kind, Loader loader) {
    this.kind = kind;
    this.loader = loader;
  }

  /**
   * The detector's registered name.
   *
   * @return {@code sfad}, {@code srad} or {@code lpd}
   */
  public String kind() {
    return kind;
  }

  /**
   * The submodel of a name.
   *
   * @param kind a detector's registered name
   * @return the submodel
   * @throws IllegalArgumentException if it is none; the message lists those there are
   */
  public static Submodel of(String kind) {
    return Arrays.stream(values())
        .filter(s -> s.kind.equals(kind))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no submodel '%s'; choose from %s"
                        .formatted(
                            kind,
                            Arrays.stream(values())
                                .map(Submodel::kind)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * Reads a detector of this kind.
   *
   * @param file what its {@code save} wrote
   * @return the detector; the caller closes it
   * @throws IOException if it is not such a file
   */
  public AnomalyDetector load(Path file) throws IOException {
    return loader.load(file);
  }
}
