package org.madenet.bench.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.madenet.core.io.PlainJson;

/** Reads what an experiment keeps beside its figures. Damaged files are named. */
final class CellFile {

  private CellFile() {}

  /**
   * Reads a file.
   *
   * @param file holds one JSON value
   * @return the value
   * @throws IOException if it cannot be read or is damaged; the message names it and says what to
   *     do
   */
  static JsonNode read(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    try {
      return PlainJson.parse(content);
    } catch (IOException e) {
      throw damaged(file, e.getMessage());
    }
  }

  /** The same as a record. */
  static <T extends Record> T read(Path file, Class<T> type) throws IOException {
    JsonNode tree = read(file);
    try {
      return PlainJson.toRecord(tree, type);
    } catch (IOException e) {
      throw damaged(file, e.getMessage());
    }
  }

  static IOException damaged(Path file, String fault) {
    return new IOException(
        "%s is damaged (%s); delete it, and the same command makes it anew".formatted(file, fault));
  }
}
