package org.madenet.bench.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * The paper's Table 4: one row per category and their mean; at image and at pixel level one column
 * per method, each cell AUROC and AP.
 */
public final class CategoryTable {

  private CategoryTable() {}

  /**
   * Puts methods beside one another.
   *
   * @param methods from left to right, at least one; all on the same dataset
   * @return the table; a cell that a method has no figure for holds a dash
   * @throws IllegalArgumentException if there is no method, or they differ in their dataset
   */
  public static TextTable of(List<MethodResult> methods) {
    List<String> datasets = methods.stream().map(MethodResult::dataset).distinct().toList();
    if (datasets.size() != 1) {
      throw new IllegalArgumentException(
          "a table compares methods on one dataset, but these are on " + datasets);
    }
    List<String> names = methods.stream().map(MethodResult::method).toList();
    TreeSet<String> categories = new TreeSet<>();
    methods.forEach(m -> categories.addAll(m.categories().keySet()));
    List<TextTable.Row> rows = new ArrayList<>();
    for (String category : categories) {
      rows.add(row(category, methods, (m, metric) -> m.figure(category, metric)));
    }
    rows.add(row("Mean", methods, MethodResult::mean));
    return new TextTable(
        "AUROC/AP by category on " + datasets.get(0),
        "Category",
        List.of(
            new TextTable.Group("Image level", names), new TextTable.Group("Pixel level", names)),
        rows);
  }

  private static TextTable.Row row(
      String name,
      List<MethodResult> methods,
      BiFunction<MethodResult, String, OptionalDouble> figure) {
    List<String> cells = new ArrayList<>();
    for (String level : List.of("image", "pixel")) {
      for (MethodResult method : methods) {
        cells.add(
            text(figure.apply(method, level + "_auroc"))
                + "/"
                + text(figure.apply(method, level + "_ap")));
      }
    }
    return new TextTable.Row(name, cells);
  }

  private static String text(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.3f", value.getAsDouble()) : "-";
  }
}
