package org.madenet.data.reader;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.madenet.data.DatasetException;

/** Tables with a header row, in UTF-8. */
final class Csv {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setIgnoreHeaderCase(true)
          .setIgnoreEmptyLines(true)
          .setTrim(true)
          .build();

  private Csv() {}

  static List<CSVRecord> read(Path file, List<String> mandatory) throws IOException {
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        CSVParser parser = FORMAT.parse(in)) {
      List<String> header =
          parser.getHeaderNames().stream().map(n -> n.toLowerCase(Locale.ROOT)).toList();
      List<String> missing = mandatory.stream().filter(n -> !header.contains(n)).toList();
      if (!missing.isEmpty()) {
        throw new DatasetException(
            "%s: no column %s; the header has %s"
                .formatted(
                    file,
                    String.join(", ", missing),
                    header.stream().collect(Collectors.joining(", "))));
      }
      return parser.getRecords();
    } catch (UncheckedIOException e) {
      throw new DatasetException(file + ": is not a readable table: " + e.getMessage());
    }
  }

  /** A cell, or the empty string where the table has no such column or the row is shorter. */
  static String cell(CSVRecord row, String column) {
    return row.isSet(column) ? row.get(column) : "";
  }
}
