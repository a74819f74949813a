package org.madenet.bench.paper;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.madenet.bench.table.Spread;
import org.madenet.bench.table.TextTable;

/** A row in the making: figures with what was published, and which of them are the best. */
final class Cells {

  private static final String NOTHING = "-";

  private final List<String> texts = new ArrayList<>();
  private final List<OptionalDouble> values = new ArrayList<>();

  /** A figure, and the published one in brackets. */
  Cells add(Optional<Spread> figure, OptionalDouble published) {
    String text = figure.map(Spread::toString).orElse(NOTHING);
    texts.add(
        published.isPresent()
            ? text + String.format(Locale.ROOT, " [%.3f]", published.getAsDouble())
            : text);
    values.add(figure.map(f -> OptionalDouble.of(f.mean())).orElse(OptionalDouble.empty()));
    return this;
  }

  /** A text that is no candidate for the best. */
  Cells add(String text) {
    texts.add(text);
    values.add(OptionalDouble.empty());
    return this;
  }

  /**
   * The row, with the highest of every {@code period}-th cell in bold: cells of one metric stand
   * {@code period} apart. Figures that print alike are alike.
   */
  TextTable.Row row(String name, int period) {
    Set<Integer> best = new HashSet<>();
    for (int metric = 0; metric < period; metric++) {
      double highest = Double.NEGATIVE_INFINITY;
      int candidates = 0;
      for (int c = metric; c < values.size(); c += period) {
        if (values.get(c).isPresent()) {
          highest = Math.max(highest, rounded(values.get(c).getAsDouble()));
          candidates++;
        }
      }
      for (int c = metric; candidates > 1 && c < values.size(); c += period) {
        if (values.get(c).isPresent() && rounded(values.get(c).getAsDouble()) == highest) {
          best.add(c);
        }
      }
    }
    return new TextTable.Row(name, texts, best);
  }

  private static double rounded(double value) {
    return Math.rint(value * 1000) / 1000;
  }

  /** Marks the best of each column over rows. */
  static List<TextTable.Row> bestOfColumns(List<String> names, List<Cells> rows) {
    int columns = rows.isEmpty() ? 0 : rows.get(0).texts.size();
    List<Set<Integer>> best = new ArrayList<>();
    rows.forEach(r -> best.add(new HashSet<>()));
    for (int c = 0; c < columns; c++) {
      double highest = Double.NEGATIVE_INFINITY;
      for (Cells row : rows) {
        if (row.values.get(c).isPresent()) {
          highest = Math.max(highest, rounded(row.values.get(c).getAsDouble()));
        }
      }
      for (int r = 0; r < rows.size(); r++) {
        OptionalDouble value = rows.get(r).values.get(c);
        if (value.isPresent() && rounded(value.getAsDouble()) == highest) {
          best.get(r).add(c);
        }
      }
    }
    List<TextTable.Row> marked = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      marked.add(new TextTable.Row(names.get(r), rows.get(r).texts, best.get(r)));
    }
    return marked;
  }
}
