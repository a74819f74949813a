package org.madenet.data.reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.csv.CSVRecord;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.DatasetReader;
import org.madenet.data.Problem;
import org.madenet.data.ReadOptions;
import org.madenet.data.Sample;
import org.madenet.data.Split;

/**
 * Any files, described by a table {@code manifest.csv} in the root. Columns image and label (normal
 * or anomalous, 0 or 1, or another word that {@link FoldersReader} knows) are mandatory; split,
 * category, defect_type and mask are optional. Paths are relative to the root and stay below it.
 *
 * <p>Without a column split, the split is drawn per category and defect type, and a note says so.
 * Without a column category, the folder's name is the only one. With a column mask, every anomalous
 * image must have one.
 */
public final class ManifestReader implements DatasetReader {

  static final String TABLE = "manifest.csv";
  private static final String UNNAMED_TYPE = "anomalous";

  @Override
  public String layout() {
    return "manifest";
  }

  @Override
  public String lookedFor() {
    return "a file manifest.csv";
  }

  @Override
  public boolean recognises(Path root) {
    return Files.isRegularFile(root.resolve(TABLE));
  }

  @Override
  public AnomalyDataset read(Path root, ReadOptions options) throws IOException {
    Index index = new Index(root, layout());
    Path table = index.root().resolve(TABLE);
    List<CSVRecord> rows = Csv.read(table, List.of("image", "label"));
    boolean hasSplits = !rows.isEmpty() && rows.get(0).isMapped("split");
    List<Sample> samples = new ArrayList<>();
    for (CSVRecord row : rows) {
      sample(index, table, row).ifPresent(samples::add);
    }
    if (!hasSplits) {
      index.splitDrawn(RandomSplit.note("per category and defect type", options));
      samples = withDrawnSplits(index, samples, options);
    }
    if (!rows.isEmpty() && !rows.get(0).isMapped("mask")) {
      index.note("the dataset has no ground-truth masks: no pixel metrics");
    }
    samples.forEach(index::add);
    return index.dataset();
  }

  private static Optional<Sample> sample(Index index, Path table, CSVRecord row) {
    long number = row.getRecordNumber();
    String label = Csv.cell(row, "label");
    Optional<Boolean> anomalous = LabelNames.ofCell(label);
    if (anomalous.isEmpty()) {
      index.problem(
          Problem.Kind.BAD_ROW,
          table,
          "row %d: label must be normal or anomalous, but is '%s'".formatted(number, label));
    }
    Optional<Path> image = index.listed(table, number, Csv.cell(row, "image"));
    Optional<Split> split =
        row.isMapped("split")
            ? index.split(table, number, Csv.cell(row, "split"))
            : Optional.of(Split.TRAIN);
    String maskName = Csv.cell(row, "mask");
    Optional<Path> mask =
        maskName.isEmpty() ? Optional.empty() : index.listed(table, number, maskName);
    if (anomalous.isEmpty()
        || image.isEmpty()
        || split.isEmpty()
        || (mask.isEmpty() && !maskName.isEmpty())) {
      return Optional.empty();
    }
    if (anomalous.get() && row.isMapped("mask") && mask.isEmpty()) {
      index.problem(
          Problem.Kind.MISSING_MASK, image.get(), "is anomalous and has no mask in " + TABLE);
      return Optional.empty();
    }
    String type = orElse(Csv.cell(row, "defect_type"), UNNAMED_TYPE);
    if (anomalous.get() && type.equals(Sample.GOOD)) {
      index.problem(
          Problem.Kind.BAD_ROW, table, "row %d: is anomalous and of type good".formatted(number));
      return Optional.empty();
    }
    return Optional.of(
        new Sample(
            index.id(image.get()),
            orElse(Csv.cell(row, "category"), ImageFiles.name(index.root())),
            split.get(),
            anomalous.get(),
            anomalous.get() ? type : Sample.GOOD,
            image.get(),
            mask));
  }

  private static List<Sample> withDrawnSplits(
      Index index, List<Sample> samples, ReadOptions options) {
    Map<String, List<Sample>> strata = new TreeMap<>();
    for (Sample sample : samples) {
      strata
          .computeIfAbsent(sample.category() + '\0' + sample.defectType(), k -> new ArrayList<>())
          .add(sample);
    }
    List<Sample> result = new ArrayList<>();
    for (List<Sample> stratum : strata.values()) {
      Map<Path, Split> drawn =
          RandomSplit.of(stratum.stream().map(Sample::image).toList(), index::id, options);
      for (Sample s : stratum) {
        result.add(
            new Sample(
                s.id(),
                s.category(),
                drawn.get(s.image()),
                s.anomalous(),
                s.defectType(),
                s.image(),
                s.mask()));
      }
    }
    return result;
  }

  private static String orElse(String value, String fallback) {
    return value.isEmpty() ? fallback : value;
  }
}
