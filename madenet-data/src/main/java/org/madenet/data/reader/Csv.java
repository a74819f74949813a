package org.madenet.data.reader;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.madenet.core.io.ReadFaults;
import org.madenet.data.DatasetException;

/** Tables with a header row, in UTF-8, with or without the mark that Excel puts before it. */
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

  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private Csv() {}

  static List<CSVRecord> read(Path file, List<String> mandatory) throws IOException {
    try (Reader in = open(file);
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
    } catch (DatasetException e) {
      throw e;
    } catch (FileSystemException e) {
      throw ReadFaults.explained(e);
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw unreadable(file, e);
    }
  }

  private static Reader open(Path file) throws IOException {
    BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8);
    in.mark(1);
    if (in.read() != BYTE_ORDER_MARK) {
      in.reset();
    }
    return in;
  }

  private static DatasetException unreadable(Path file, Exception e) {
    Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
    DatasetException refusal =
        new DatasetException(
            cause instanceof CharacterCodingException
                ? file + ": is not in UTF-8; save it as CSV in UTF-8"
                : "%s: is not a readable table (%s); every column needs a name of its own. Mend it,"
                        .formatted(file, cause.getMessage())
                    + " and save it as CSV in UTF-8");
    refusal.initCause(e);
    return refusal;
  }

  /** A cell, or the empty string where the table has no such column or the row is shorter. */
  static String cell(CSVRecord row, String column) {
    return row.isSet(column) ? row.get(column) : "";
  }
}
