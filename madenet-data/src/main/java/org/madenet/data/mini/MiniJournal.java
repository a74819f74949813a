package org.madenet.data.mini;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Remembers which images are written, so that an interrupted generation continues. A line is added
 * after its image is complete; a line cut short by the interruption does not count. Safe for use by
 * several threads.
 */
final class MiniJournal implements Closeable {

  private static final char END = '\t';

  private final Map<String, String> lines;
  private final Writer writer;

  private MiniJournal(Map<String, String> lines, Writer writer) {
    this.lines = lines;
    this.writer = writer;
  }

  /**
   * Opens the journal of a folder, a new one if there is none.
   *
   * @param description the options; a journal with others is refused
   */
  static MiniJournal open(Path folder, String name, String description) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(name);
    Map<String, String> lines = new HashMap<>();
    if (Files.exists(file)) {
      List<String> found = Files.readAllLines(file, StandardCharsets.UTF_8);
      if (found.isEmpty() || !found.get(0).equals(description)) {
        throw new IOException(
            folder
                + " holds an interrupted generation with other options ("
                + (found.isEmpty() ? "unknown" : found.get(0))
                + "): use those, or another folder");
      }
      for (String line : found.subList(1, found.size())) {
        if (!line.isEmpty() && line.charAt(line.length() - 1) == END) {
          String row = line.substring(0, line.length() - 1);
          lines.put(row.substring(0, row.indexOf(',')), row);
        }
      }
    } else {
      try (Stream<Path> entries = Files.list(folder)) {
        if (entries.findAny().isPresent()) {
          throw new IOException(folder + " is not empty: name a new folder");
        }
      }
    }
    BufferedWriter writer =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    // A line feed first: it ends a line that was cut short.
    writer.write(lines.isEmpty() && Files.size(file) == 0 ? description + "\n" : "\n");
    writer.flush();
    return new MiniJournal(lines, writer);
  }

  synchronized boolean done(String image) {
    return lines.containsKey(image);
  }

  synchronized String line(String image) {
    return lines.get(image);
  }

  synchronized void add(String image, String line) throws IOException {
    lines.put(image, line);
    writer.write(line + END + "\n");
    writer.flush();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
