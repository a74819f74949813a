package org.madenet.bench.paper;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.madenet.core.Stage;
import org.madenet.data.manudefect.ComponentCategory;

/**
 * The figures that the paper publishes in its Tables 4, 5, 7 and 8, as shares of one. They are of
 * ManuDefect-21, one run each.
 *
 * <p>Tables 4, 5 and 7 do not name a stage; the text and the figures tell it: baselines are
 * unsupervised, MADE-Net and its ablations fine-tuned, and Table 7's single submodels are close to
 * those of Table 8 before fine-tuning.
 */
public final class PublishedFigures {

  private static final String RESOURCE = "published.csv";

  private final Map<String, Double> figures = new HashMap<>();

  private PublishedFigures() {}

  /**
   * Reads the figures that come with the library.
   *
   * @return all of them
   */
  public static PublishedFigures load() {
    PublishedFigures published = new PublishedFigures();
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).build();
    try (InputStream in = PublishedFigures.class.getResourceAsStream(RESOURCE);
        InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      for (CSVRecord row : format.parse(reader)) {
        published.figures.put(
            key(
                Integer.parseInt(row.get("table")),
                row.get("category"),
                row.get("method"),
                row.get("stage"),
                row.get("metric")),
            Double.valueOf(row.get("value")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
    return published;
  }

  /**
   * A figure.
   *
   * @param table number of the table
   * @param category name of a category, however its folder spells it, or {@code Mean}
   * @param method its title
   * @param stage after which the figure is; tables that name none answer for the one they mean
   * @param metric the metric's name
   * @return the figure; empty if the paper has none
   */
  public OptionalDouble figure(
      int table, String category, String method, Stage stage, String metric) {
    String name =
        ComponentCategory.byFolder(category).map(ComponentCategory::name).orElse(category);
    Double value =
        table == 8
            ? figures.get(key(table, name, method, stage.toString(), metric))
            : meant(method) == stage ? figures.get(key(table, name, method, "", metric)) : null;
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static Stage meant(String method) {
    return method.startsWith("MADE-Net") ? Stage.FINE_TUNE : Stage.FIT;
  }

  private static String key(
      int table, String category, String method, String stage, String metric) {
    return String.join("|", Integer.toString(table), category, method, stage, metric);
  }
}
