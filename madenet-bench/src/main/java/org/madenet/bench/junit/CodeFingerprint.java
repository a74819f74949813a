package org.madenet.bench.junit;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.madenet.bench.DetectorCatalog;
import org.madenet.core.AnomalyDetector;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Fingerprint;
import org.madenet.ism.MadeNetDetector;
import org.madenet.lpd.LpdDetector;
import org.madenet.sfad.SfadDetector;
import org.madenet.srad.SradDetector;

/**
 * Digest of madenet's own compiled code, as it is on the class path: a commit's hash does not tell
 * apart what is built from changes beside it, and results that changed code made must not be taken
 * for those of the code before.
 */
final class CodeFingerprint {

  /** One class of each module. */
  private static final List<Class<?>> MODULES =
      List.of(
          AnomalyDetector.class,
          AnomalyDataset.class,
          SfadDetector.class,
          SradDetector.class,
          LpdDetector.class,
          MadeNetDetector.class,
          DetectorCatalog.class);

  private CodeFingerprint() {}

  /** Digest of all modules. */
  static String ofLibrary() throws IOException {
    List<Path> places = new ArrayList<>();
    for (Class<?> each : MODULES) {
      try {
        places.add(Path.of(each.getProtectionDomain().getCodeSource().getLocation().toURI()));
      } catch (URISyntaxException e) {
        throw new IOException("cannot tell where " + each + " was loaded from", e);
      }
    }
    return of(places.stream().distinct().toList());
  }

  /**
   * Digest of archives and folders of classes.
   *
   * @param places in an order that matters; their own names do not
   * @return 64 digits
   */
  static String of(List<Path> places) throws IOException {
    StringBuilder content = new StringBuilder();
    for (Path place : places) {
      try (Stream<Path> files = Files.walk(place)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          content.append(place.relativize(file)).append('\t');
          content.append(Fingerprint.ofFile(file)).append('\n');
        }
      }
    }
    return Fingerprint.ofText(content.toString());
  }
}
