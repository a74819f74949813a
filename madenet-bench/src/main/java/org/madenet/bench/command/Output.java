package org.madenet.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders for results. */
final class Output {

  private Output() {}

  /** Makes the folder and writes a trial file, so that a fault shows before the work. */
  static void prepare(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new CallerMistakeException(folder + ": is a file; name a folder for the results");
    }
    Files.createDirectories(folder);
    Files.delete(Files.createTempFile(folder, ".madenet", ".part"));
  }
}
