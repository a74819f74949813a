package org.madenet.bench.table;

import java.util.List;
import java.util.Objects;

/**
 * Tables that belong together, with what a reader has to know of them.
 *
 * @param title of the whole
 * @param notices sentences that stand before everything, for instance that the data are synthetic
 * @param sections the tables, in order
 */
public record TableDocument(String title, List<String> notices, List<Section> sections) {

  /** Copies the lists. */
  public TableDocument {
    Objects.requireNonNull(title, "title");
    notices = List.copyOf(notices);
    sections = List.copyOf(sections);
  }

  /**
   * A table and its footnotes.
   *
   * @param name of its file, for instance {@code table-4-fit}
   * @param table the table
   * @param notes sentences below it
   */
  public record Section(String name, TextTable table, List<String> notes) {

    /** Copies the list. */
    public Section {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(table, "table");
      notes = List.copyOf(notes);
    }
  }
}
