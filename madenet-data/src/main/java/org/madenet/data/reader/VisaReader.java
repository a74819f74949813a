package org.madenet.data.reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVRecord;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.DatasetReader;
import org.madenet.data.Problem;
import org.madenet.data.ReadOptions;
import org.madenet.data.Sample;
import org.madenet.data.Split;

/**
 * VisA (Zou et al. 2022) as published, with the one-class split of {@code split_csv/1cls.csv}:
 * columns object, split, label (normal or anomaly), image, mask. The masks hold small class numbers
 * instead of black and white, so that every level above 0 marks an anomalous pixel. There is one
 * defect type, {@value #DEFECT_TYPE}: the table tells no more.
 */
public final class VisaReader implements DatasetReader {

  /** The defect type of every anomalous sample. */
  public static final String DEFECT_TYPE = "anomaly";

  private static final int MASK_THRESHOLD = 1;
  private static final List<String> COLUMNS = List.of("object", "split", "label", "image", "mask");

  @Override
  public String layout() {
    return "visa";
  }

  @Override
  public String lookedFor() {
    return "a file split_csv/1cls.csv";
  }

  @Override
  public boolean recognises(Path root) {
    return Files.isRegularFile(table(root));
  }

  private static Path table(Path root) {
    return root.resolve("split_csv").resolve("1cls.csv");
  }

  @Override
  public AnomalyDataset read(Path root, ReadOptions options) throws IOException {
    Index index = new Index(root, layout());
    Path table = table(index.root());
    for (CSVRecord row : Csv.read(table, COLUMNS)) {
      readRow(index, table, row);
    }
    return index.dataset();
  }

  private static void readRow(Index index, Path table, CSVRecord row) {
    long number = row.getRecordNumber();
    String category = Csv.cell(row, "object");
    String label = Csv.cell(row, "label");
    Optional<Path> image = index.listed(table, number, Csv.cell(row, "image"));
    Optional<Split> split = index.split(table, number, Csv.cell(row, "split"));
    boolean anomalous = label.equals(DEFECT_TYPE);
    if (category.isEmpty() || !(anomalous || label.equals("normal"))) {
      index.problem(
          Problem.Kind.BAD_ROW,
          table,
          "row %d: label must be normal or anomaly and object must be named, but are '%s' and '%s'"
              .formatted(number, label, category));
      return;
    }
    if (image.isEmpty() || split.isEmpty()) {
      return;
    }
    String maskName = Csv.cell(row, "mask");
    if (!anomalous) {
      index.normal(category, split.get(), image.get(), Optional.empty());
    } else if (maskName.isEmpty()) {
      index.problem(
          Problem.Kind.MISSING_MASK, image.get(), "is anomalous and has no mask in 1cls.csv");
    } else {
      index
          .listed(table, number, maskName)
          .ifPresent(mask -> add(index, category, split.get(), image.get(), mask));
    }
  }

  private static void add(Index index, String category, Split split, Path image, Path mask) {
    index.add(
        new Sample(
            index.id(image),
            category,
            split,
            true,
            DEFECT_TYPE,
            image,
            Optional.of(mask),
            MASK_THRESHOLD));
  }
}
