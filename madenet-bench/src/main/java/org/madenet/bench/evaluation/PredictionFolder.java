package org.madenet.bench.evaluation;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * What {@code madenet predict} writes: {@code scores.csv}, and the maps that it names. Files that
 * no prediction wrote are neither replaced nor deleted.
 *
 * @param path the folder
 */
record PredictionFolder(Path path) {

  static final String MAP_COLUMN = "map";

  private static final String MAPS = "maps";
  private static final Pattern MAP = Pattern.compile("\\d{5,}\\.png");

  Path scores() {
    return path.resolve("scores.csv");
  }

  Path maps() {
    return path.resolve(MAPS);
  }

  /** A map as {@code scores.csv} names it. */
  static String map(int index) {
    return String.format(Locale.ROOT, MAPS + "/%05d.png", index);
  }

  /** The prediction that a file may be a map of. */
  static PredictionFolder around(Path file) {
    return new PredictionFolder(file.toAbsolutePath().normalize().resolve("../..").normalize());
  }

  /**
   * The maps that {@code scores.csv} names, whether they exist or not. Another table names none.
   */
  Set<Path> written() {
    if (!Files.isRegularFile(scores())) {
      return Set.of();
    }
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).build();
    Set<Path> written = new HashSet<>();
    try (Reader reader = Files.newBufferedReader(scores());
        CSVParser rows = format.parse(reader)) {
      for (CSVRecord row : rows) {
        if (row.isSet(MAP_COLUMN)) {
          Path file = path.resolve(row.get(MAP_COLUMN)).toAbsolutePath().normalize();
          if (isMap(file)) {
            written.add(file);
          }
        }
      }
    } catch (IOException
        | UncheckedIOException
        | IllegalArgumentException
        | IllegalStateException e) {
      // Not of a prediction, then.
      return Set.of();
    }
    return written;
  }

  private boolean isMap(Path file) {
    return maps().toAbsolutePath().normalize().equals(file.getParent())
        && MAP.matcher(file.getFileName().toString()).matches();
  }

  /**
   * Refuses a folder whose maps are not those of its {@code scores.csv}: they would be replaced, or
   * taken for maps of the new scores.
   */
  void requireOwnMaps() throws IOException {
    if (!Files.isDirectory(maps())) {
      return;
    }
    Set<Path> written = written();
    try (Stream<Path> files = Files.list(maps())) {
      List<Path> others =
          files
              .map(f -> f.toAbsolutePath().normalize())
              .filter(f -> isMap(f) && !written.contains(f))
              .sorted()
              .toList();
      if (!others.isEmpty()) {
        throw new IOException(
            "%s: %s does not name this file; move it away, or name another folder for the results"
                .formatted(others.get(0), scores()));
      }
    }
  }

  /** Deletes the maps of the last prediction. */
  void deleteMaps() throws IOException {
    for (Path map : written()) {
      Files.deleteIfExists(map);
    }
  }
}
