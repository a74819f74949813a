package org.madenet.bench.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * MADE-Net against its parts: each submodel for all images, the best single one, and the oracle,
 * which takes per category the submodel that the test part itself says is best.
 */
public final class ComparisonTable {

  private static final String AUROC = "image_auroc";
  private static final String AP = "pixel_ap";
  private static final String NOTHING = "-";

  private final TextTable table;
  private final String notes;

  private ComparisonTable(TextTable table, String notes) {
    this.table = table;
    this.notes = notes;
  }

  /**
   * Compares.
   *
   * @param wholes MADE-Net, and ways of using it, at least one
   * @param parts the submodels, at least one; of those that are equally good the first is best
   * @return the table
   * @throws IllegalArgumentException if there is no whole or no part, or datasets or categories
   *     differ
   */
  public static ComparisonTable of(List<MethodResult> wholes, List<MethodResult> parts) {
    if (wholes.isEmpty() || parts.isEmpty()) {
      throw new IllegalArgumentException("a comparison needs a MADE-Net and a submodel at least");
    }
    MethodResult madeNet = wholes.get(0);
    wholes.forEach(whole -> requireSameTest(madeNet, whole));
    parts.forEach(part -> requireSameTest(madeNet, part));
    List<String> categories = List.copyOf(madeNet.categories().keySet());
    MethodResult single = best(parts, categories);
    Map<String, MethodResult> chosen = new TreeMap<>();
    categories.forEach(category -> chosen.put(category, best(parts, List.of(category))));
    Map<String, Map<String, Double>> figures = new TreeMap<>();
    chosen.forEach((category, part) -> figures.put(category, part.categories().get(category)));
    List<MethodResult> columns = new ArrayList<>(parts);
    columns.addAll(wholes);
    columns.add(new MethodResult("best single", single.dataset(), single.categories()));
    columns.add(new MethodResult("oracle", madeNet.dataset(), figures));
    List<TextTable.Row> rows = new ArrayList<>();
    for (String category : categories) {
      List<String> cells = new ArrayList<>();
      columns.forEach(m -> cells.add(pair(m.figure(category, AUROC), m.figure(category, AP))));
      cells.add(chosen.get(category).method());
      rows.add(new TextTable.Row(category, cells));
    }
    List<String> means = new ArrayList<>();
    columns.forEach(m -> means.add(pair(m.mean(AUROC), m.mean(AP))));
    means.add("");
    rows.add(new TextTable.Row("Mean", means));
    List<TextTable.Group> groups =
        List.of(
            new TextTable.Group(
                "image AUROC/pixel AP", columns.stream().map(MethodResult::method).toList()),
            new TextTable.Group("oracle", List.of("takes")));
    return new ComparisonTable(
        new TextTable(
            "MADE-Net against its parts on " + madeNet.dataset(), "Category", groups, rows),
        notes(single));
  }

  private static void requireSameTest(MethodResult madeNet, MethodResult other) {
    if (!other.dataset().equals(madeNet.dataset())
        || !other.categories().keySet().equals(madeNet.categories().keySet())) {
      throw new IllegalArgumentException(
          "%s is on %s of %s, but %s on %s of %s"
              .formatted(
                  madeNet.method(),
                  madeNet.categories().keySet(),
                  madeNet.dataset(),
                  other.method(),
                  other.categories().keySet(),
                  other.dataset()));
    }
  }

  private static MethodResult best(List<MethodResult> parts, List<String> categories) {
    MethodResult best = parts.get(0);
    for (MethodResult part : parts) {
      best = score(part, categories) > score(best, categories) ? part : best;
    }
    return best;
  }

  /** 0.5 image AUROC + 0.5 pixel AP on average; a figure that is not defined counts 0 for all. */
  private static double score(MethodResult method, List<String> categories) {
    return categories.stream()
        .mapToDouble(
            c -> 0.5 * method.figure(c, AUROC).orElse(0) + 0.5 * method.figure(c, AP).orElse(0))
        .average()
        .orElse(0);
  }

  private static String notes(MethodResult single) {
    return "Best single: %s, by the mean of 0.5 image AUROC + 0.5 pixel AP on the test part. "
            .formatted(single.method())
        + "Oracle: in each category the submodel that is best by the same on the test part; it"
        + " knows the answers, so it is no method, and no choice per category has a higher score.";
  }

  private static String pair(OptionalDouble auroc, OptionalDouble ap) {
    return text(auroc) + "/" + text(ap);
  }

  private static String text(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.3f", value.getAsDouble()) : NOTHING;
  }

  /**
   * For a terminal.
   *
   * @return several lines
   */
  public String toText() {
    return table.toText() + System.lineSeparator() + notes;
  }

  /**
   * For a page.
   *
   * @return Markdown
   */
  public String toMarkdown() {
    return table.toMarkdown() + System.lineSeparator() + notes + System.lineSeparator();
  }
}
