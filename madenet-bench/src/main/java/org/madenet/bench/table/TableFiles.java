package org.madenet.bench.table;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.madenet.bench.html.HtmlTemplate;
import org.madenet.core.io.AtomicFiles;

/**
 * Writes tables in the notations that people need them in: {@code tables.md}, {@code tables.html},
 * {@code tables.tex} with everything, and {@code csv/NAME.csv} for each table.
 */
public final class TableFiles {

  private TableFiles() {}

  /**
   * Writes all files.
   *
   * @param document the tables
   * @param folder an existing folder; files of these names are replaced
   * @throws IOException if a file cannot be written
   */
  public static void write(TableDocument document, Path folder) throws IOException {
    AtomicFiles.writeString(folder.resolve("tables.md"), markdown(document));
    AtomicFiles.writeString(folder.resolve("tables.html"), html(document));
    AtomicFiles.writeString(folder.resolve("tables.tex"), LatexTables.of(document));
    Path csv = Files.createDirectories(folder.resolve("csv"));
    for (TableDocument.Section section : document.sections()) {
      AtomicFiles.writeString(csv.resolve(section.name() + ".csv"), csv(section.table()));
    }
  }

  static String markdown(TableDocument document) {
    StringBuilder out = new StringBuilder("# ").append(document.title()).append("\n");
    document.notices().forEach(notice -> out.append('\n').append(notice).append('\n'));
    for (TableDocument.Section section : document.sections()) {
      out.append("\n## ").append(section.table().toMarkdown());
      section.notes().forEach(note -> out.append('\n').append(note).append('\n'));
    }
    return out.toString();
  }

  static String csv(TextTable table) throws IOException {
    StringWriter out = new StringWriter();
    try (CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180)) {
      List<String> heading = new ArrayList<>(List.of(table.rowHeading()));
      for (TextTable.Group group : table.groups()) {
        group.columns().forEach(c -> heading.add(group.title() + ": " + c));
      }
      printer.printRecord(heading);
      for (TextTable.Row row : table.rows()) {
        List<String> cells = new ArrayList<>(List.of(row.name()));
        cells.addAll(row.cells());
        printer.printRecord(cells);
      }
    }
    return out.toString();
  }

  private static String html(TableDocument document) throws IOException {
    return HtmlTemplate.fill(
        TableFiles.class,
        "tables.ftlh",
        Map.of(
            "title", document.title(),
            "notices", document.notices(),
            "sections", document.sections().stream().map(TableFiles::model).toList()));
  }

  private static Map<String, Object> model(TableDocument.Section section) {
    TextTable table = section.table();
    List<Map<String, Object>> groups = new ArrayList<>();
    table.groups().forEach(g -> groups.add(Map.of("title", g.title(), "span", g.columns().size())));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (TextTable.Row row : table.rows()) {
      List<Map<String, Object>> cells = new ArrayList<>();
      for (int c = 0; c < row.cells().size(); c++) {
        cells.add(Map.of("text", row.cells().get(c), "best", row.isBest(c)));
      }
      rows.add(Map.of("name", row.name(), "cells", cells));
    }
    return Map.of(
        "name", section.name(),
        "title", table.title(),
        "rowHeading", table.rowHeading(),
        "groups", groups,
        "columns", table.columns(),
        "rows", rows,
        "notes", section.notes());
  }
}
