package org.madenet.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real images that are not part of the repository; tests without them are skipped. */
public final class SharedData {

  private SharedData() {}

  /**
   * The magnetic-tile photographs: below the folder that the system property {@code madenet.shared}
   * names, or below a folder {@code shared} beside the project.
   */
  public static Path magneticTile() {
    String configured = System.getProperty("madenet.shared");
    Path found = configured == null ? null : data(Path.of(configured));
    for (Path p = Path.of("").toAbsolutePath(); found == null && p != null; p = p.getParent()) {
      found = data(p.resolve("shared"));
    }
    assumeTrue(
        found != null, "no magnetic-tile photographs: set -Dmadenet.shared to the shared folder");
    return found;
  }

  private static Path data(Path shared) {
    Path folder = shared.resolve("data").resolve("magnetic-tile");
    return Files.isDirectory(folder) ? folder : null;
  }
}
