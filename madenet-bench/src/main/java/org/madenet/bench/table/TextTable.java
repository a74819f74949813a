package org.madenet.bench.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A table whose columns stand in groups, as those of the paper do: one line names the groups, the
 * next their columns.
 *
 * @param title what it shows, one line
 * @param rowHeading heading of the first column
 * @param groups from left to right, at least one
 * @param rows from top to bottom
 */
public record TextTable(String title, String rowHeading, List<Group> groups, List<Row> rows) {

  private static final String GAP = "  ";

  /**
   * Columns under a common heading.
   *
   * @param title of the group
   * @param columns their headings, at least one
   */
  public record Group(String title, List<String> columns) {

    /** Copies the list and checks it. */
    public Group {
      Objects.requireNonNull(title, "title");
      columns = List.copyOf(columns);
      if (columns.isEmpty()) {
        throw new IllegalArgumentException("group '" + title + "' has no column");
      }
    }
  }

  /**
   * A row.
   *
   * @param name what it is about
   * @param cells one for each column of all groups
   * @param best indices of the cells that are printed in bold, where the notation has it
   */
  public record Row(String name, List<String> cells, Set<Integer> best) {

    /** Copies the collections and checks the indices. */
    public Row {
      Objects.requireNonNull(name, "name");
      cells = List.copyOf(cells);
      best = Set.copyOf(best);
      for (int index : best) {
        Objects.checkIndex(index, cells.size());
      }
    }

    /**
     * A row with nothing in bold.
     *
     * @param name what it is about
     * @param cells one for each column of all groups
     */
    public Row(String name, List<String> cells) {
      this(name, cells, Set.of());
    }

    boolean isBest(int column) {
      return best.contains(column);
    }
  }

  /** Copies the lists and checks that every row fits the columns. */
  public TextTable {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(rowHeading, "rowHeading");
    groups = List.copyOf(groups);
    rows = List.copyOf(rows);
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("a table needs at least one group of columns");
    }
    int columns = groups.stream().mapToInt(g -> g.columns().size()).sum();
    for (Row row : rows) {
      if (row.cells().size() != columns) {
        throw new IllegalArgumentException(
            "row '%s' has %d cells, but there are %d columns"
                .formatted(row.name(), row.cells().size(), columns));
      }
    }
  }

  /**
   * The table for a terminal: the title, the two lines of headings, the rows; names to the left,
   * cells to the right.
   *
   * @return lines that end with a line feed, without blanks at their ends
   */
  public String toText() {
    List<String> columns = columns();
    int[] widths = new int[columns.size()];
    for (int c = 0; c < widths.length; c++) {
      widths[c] = columns.get(c).length();
      for (Row row : rows) {
        widths[c] = Math.max(widths[c], row.cells().get(c).length());
      }
    }
    int c = 0;
    for (Group group : groups) {
      // A long title of a group widens its last column.
      int width = width(widths, c, group);
      c += group.columns().size();
      widths[c - 1] += Math.max(0, group.title().length() - width);
    }
    int first = first();
    StringBuilder out = new StringBuilder(title).append('\n');
    StringBuilder line = new StringBuilder(" ".repeat(first));
    c = 0;
    for (Group group : groups) {
      int width = width(widths, c, group);
      int before = (width - group.title().length()) / 2;
      line.append(GAP).append(" ".repeat(before)).append(group.title());
      line.append(" ".repeat(width - before - group.title().length()));
      c += group.columns().size();
    }
    out.append(line.toString().stripTrailing()).append('\n');
    line(out, rowHeading, columns, first, widths);
    rows.forEach(row -> line(out, row.name(), row.cells(), first, widths));
    return out.toString();
  }

  private int first() {
    return Math.max(
        rowHeading.length(), rows.stream().mapToInt(r -> r.name().length()).max().orElse(0));
  }

  private static int width(int[] widths, int from, Group group) {
    int width = GAP.length() * (group.columns().size() - 1);
    for (int c = from; c < from + group.columns().size(); c++) {
      width += widths[c];
    }
    return width;
  }

  private static void line(
      StringBuilder out, String name, List<String> cells, int first, int[] widths) {
    StringBuilder line = new StringBuilder(name).append(" ".repeat(first - name.length()));
    for (int c = 0; c < cells.size(); c++) {
      line.append(GAP).append(" ".repeat(widths[c] - cells.get(c).length())).append(cells.get(c));
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  /**
   * The table in Markdown, which has no groups of columns: each column's heading carries its
   * group's.
   *
   * @return lines that end with a line feed
   */
  public String toMarkdown() {
    StringBuilder out = new StringBuilder(title).append("\n\n| ").append(rowHeading).append(" |");
    for (Group group : groups) {
      group
          .columns()
          .forEach(c -> out.append(' ').append(group.title()).append(": ").append(c).append(" |"));
    }
    out.append("\n|---|").append("---:|".repeat(columns().size())).append('\n');
    for (Row row : rows) {
      out.append("| ").append(row.name()).append(" |");
      for (int c = 0; c < row.cells().size(); c++) {
        String mark = row.isBest(c) ? "**" : "";
        out.append(' ').append(mark).append(row.cells().get(c)).append(mark).append(" |");
      }
      out.append('\n');
    }
    return out.toString();
  }

  /**
   * Headings of all columns, from left to right.
   *
   * @return as many as a row has cells
   */
  public List<String> columns() {
    List<String> all = new ArrayList<>();
    groups.forEach(g -> all.addAll(g.columns()));
    return all;
  }
}
