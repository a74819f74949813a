package org.madenet.bench.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.madenet.bench.table.TableDocument.Section;
import org.madenet.bench.table.TextTable;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Split;

/** Tables 2 and 3: how many images there are. */
final class DatasetTables {

  private DatasetTables() {}

  private record Counts(
      int trainNormal, int trainAnomalous, int testNormal, int testAnomalous, int types) {

    static Counts of(AnomalyDataset part) {
      AnomalyDataset train = part.split(Split.TRAIN);
      AnomalyDataset test = part.split(Split.TEST);
      return new Counts(
          train.normal().size(),
          train.anomalous().size(),
          test.normal().size(),
          test.anomalous().size(),
          part.defectTypes().size());
    }

    List<String> cells() {
      return List.of(
          text(trainNormal + trainAnomalous),
          text(trainNormal),
          text(trainAnomalous),
          text(testNormal),
          text(testAnomalous),
          text(types));
    }
  }

  private static String text(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Table 2, this dataset first. */
  static Section comparison(AnomalyDataset dataset) {
    Counts own = Counts.of(dataset);
    List<TextTable.Row> rows = new ArrayList<>();
    rows.add(
        new TextTable.Row(
            dataset.name(),
            List.of(
                text(own.trainNormal() + own.trainAnomalous()),
                text(own.testNormal()),
                text(own.testAnomalous()),
                text(own.types()))));
    rows.add(published("MVTec AD [published]", 3629, 467, 1258, 73));
    rows.add(published("VisA [published]", 8659, 962, 1200, 78));
    rows.add(published("ManuDefect-21 [published]", 31050, 10272, 3049, 82));
    return new Section(
        "table-2",
        new TextTable(
            "Table 2. Datasets",
            "Dataset",
            List.of(
                new TextTable.Group(
                    "Images",
                    List.of("training", "test, normal", "test, anomalous", "defect types"))),
            rows),
        List.of(
            "Published: the paper's Table 2. Its 82 defect types of ManuDefect-21 are pairs of"
                + " category and type; the types are 21."));
  }

  private static TextTable.Row published(
      String name, int train, int normal, int anomalous, int types) {
    return new TextTable.Row(
        name, List.of(text(train), text(normal), text(anomalous), text(types)));
  }

  /** Table 3: the categories. */
  static Section categories(AnomalyDataset dataset) {
    List<TextTable.Row> rows = new ArrayList<>();
    for (String category : dataset.categories()) {
      rows.add(new TextTable.Row(category, Counts.of(dataset.category(category)).cells()));
    }
    rows.add(new TextTable.Row("Total", Counts.of(dataset).cells()));
    return new Section(
        "table-3",
        new TextTable(
            "Table 3. Categories of " + dataset.name(),
            "Category",
            List.of(
                new TextTable.Group("Training", List.of("all", "normal", "anomalous")),
                new TextTable.Group("Test", List.of("normal", "anomalous")),
                new TextTable.Group("Both", List.of("defect types"))),
            rows),
        List.of(
            "The total of the last column counts a type once, however many categories have it."));
  }
}
