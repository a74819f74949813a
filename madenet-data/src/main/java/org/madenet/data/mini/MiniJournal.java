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
import java.util.zip.CRC32;

/**
 * Remembers which images are written, so that an interrupted generation continues. A line is added
 * after its image and mask are complete; a line cut short by the interruption does not count. Files
 * are not forced to the disk one by one, so after a power failure a line may be there and its files
 * not, or not whole: every line holds their checksum, and one that does not fit does not count
 * either. Safe for use by several threads.
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
      // Latin 1 takes whatever bytes a power failure left.
      List<String> found = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
      if (found.isEmpty() || !found.get(0).equals(description)) {
        throw new IOException(
            folder
                + " holds an interrupted generation with other options ("
                + (found.isEmpty() ? "unknown" : found.get(0))
                + "): use those, or another folder");
      }
      for (String line : found.subList(1, found.size())) {
        String[] parts = line.split(Character.toString(END), -1);
        if (parts.length == 3 && parts[2].isEmpty() && intact(folder, parts[0], parts[1])) {
          lines.put(parts[0].substring(0, parts[0].indexOf(',')), parts[0]);
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
            file, StandardCharsets.US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
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

  /**
   * Adds an image that is written.
   *
   * @param line of the manifest
   * @param image content of its file
   * @param mask content of the mask's file; empty if it has none
   */
  synchronized void add(MiniPlan.Item item, String line, byte[] image, byte[] mask)
      throws IOException {
    lines.put(item.image(), line);
    writer.write(line + END + checksum(image, mask) + END + "\n");
    writer.flush();
  }

  private static boolean intact(Path folder, String line, String checksum) throws IOException {
    String[] columns = line.split(",", 3);
    if (columns.length < 3) {
      return false;
    }
    Path image = folder.resolve(columns[0]);
    Path mask = folder.resolve(columns[1]);
    if (!Files.isRegularFile(image) || !columns[1].isEmpty() && !Files.isRegularFile(mask)) {
      return false;
    }
    byte[] none = new byte[0];
    return checksum(
            Files.readAllBytes(image), columns[1].isEmpty() ? none : Files.readAllBytes(mask))
        .equals(checksum);
  }

  private static String checksum(byte[] image, byte[] mask) {
    CRC32 crc = new CRC32();
    crc.update(image);
    crc.update(mask);
    return Long.toHexString(crc.getValue());
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
