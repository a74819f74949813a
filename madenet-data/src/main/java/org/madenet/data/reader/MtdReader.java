package org.madenet.data.reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVRecord;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.DatasetReader;
import org.madenet.data.Problem;
import org.madenet.data.ReadOptions;
import org.madenet.data.Sample;
import org.madenet.data.Split;

/**
 * Magnetic-tile defects (Huang, Qiu, Yuan 2020) as the authors publish them: {@code
 * MT_<Class>/Imgs/<id>.jpg} with the mask {@code <id>.png} beside each image. {@code MT_Free} is
 * normal; the other classes are defect types of the one category {@value #CATEGORY}.
 *
 * <p>The authors give no split. A file {@code split.csv} in the root (columns image and split,
 * paths relative to the root; other columns are not read) is used if there is one. Otherwise the
 * split is drawn per class with the seed and fraction of the options, and a note of the dataset
 * says so.
 */
public final class MtdReader implements DatasetReader {

  /** The only category. */
  public static final String CATEGORY = "magnetic-tile";

  private static final String PREFIX = "MT_";
  private static final String NORMAL_CLASS = "free";

  @Override
  public String layout() {
    return "mtd";
  }

  @Override
  public String lookedFor() {
    return "folders MT_<Class>/Imgs with MT_Free among them";
  }

  @Override
  public boolean recognises(Path root) throws IOException {
    return Files.isDirectory(root.resolve("MT_Free").resolve("Imgs"));
  }

  @Override
  public AnomalyDataset read(Path root, ReadOptions options) throws IOException {
    Index index = new Index(root, layout());
    Path table = index.root().resolve("split.csv");
    boolean hasTable = Files.isRegularFile(table);
    Map<String, Split> splits = hasTable ? splits(table, index) : Map.of();
    if (!hasTable) {
      index.splitDrawn(RandomSplit.note("per class", options));
    }
    for (Path classFolder : ImageFiles.folders(index.root())) {
      String name = ImageFiles.name(classFolder);
      if (name.startsWith(PREFIX)) {
        readClass(index, classFolder, splits, hasTable, options);
      }
    }
    return index.dataset();
  }

  private static void readClass(
      Index index,
      Path classFolder,
      Map<String, Split> splits,
      boolean hasTable,
      ReadOptions options)
      throws IOException {
    String type = typeOf(ImageFiles.name(classFolder));
    List<Path> files = ImageFiles.files(classFolder.resolve("Imgs"));
    List<Path> images = files.stream().filter(f -> ImageFiles.extension(f).equals("jpg")).toList();
    Map<Path, Split> drawn = hasTable ? Map.of() : RandomSplit.of(images, index::id, options);
    Set<Path> masks = new HashSet<>();
    if (images.isEmpty()) {
      index.problem(
          Problem.Kind.EMPTY_CATEGORY, classFolder.resolve("Imgs"), "has no image (*.jpg)");
    }
    for (Path image : images) {
      Path mask = image.resolveSibling(ImageFiles.stem(image) + ".png");
      boolean masked = Files.isRegularFile(mask);
      if (masked) {
        masks.add(mask);
      }
      Split split = hasTable ? splits.get(index.id(image)) : drawn.get(image);
      if (split == null) {
        index.problem(Problem.Kind.UNEXPECTED_FILE, image, "is not listed in split.csv");
      } else if (type.equals(Sample.GOOD)) {
        index.normal(CATEGORY, split, image, masked ? Optional.of(mask) : Optional.empty());
      } else if (masked) {
        index.anomalous(CATEGORY, split, type, image, Optional.of(mask));
      } else {
        index.missingMask(image, mask);
      }
    }
    for (Path file : files) {
      if (!images.contains(file) && !masks.contains(file)) {
        reportLeftOver(index, file);
      }
    }
  }

  private static void reportLeftOver(Index index, Path file) {
    if (ImageFiles.extension(file).equals("png")) {
      index.problem(Problem.Kind.MASK_WITHOUT_IMAGE, file, "is a mask without an image");
    } else {
      index.problem(Problem.Kind.UNEXPECTED_FILE, file, "is neither image (jpg) nor mask (png)");
    }
  }

  private static String typeOf(String folder) {
    String type = folder.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    return type.equals(NORMAL_CLASS) ? Sample.GOOD : type;
  }

  private static Map<String, Split> splits(Path table, Index index) throws IOException {
    Map<String, Split> splits = new HashMap<>();
    for (CSVRecord row : Csv.read(table, List.of("image", "split"))) {
      long number = row.getRecordNumber();
      Optional<Path> image = index.listed(table, number, Csv.cell(row, "image"));
      Optional<Split> split = index.split(table, number, Csv.cell(row, "split"));
      if (image.isPresent()
          && split.isPresent()
          && splits.putIfAbsent(index.id(image.get()), split.get()) != null) {
        index.problem(
            Problem.Kind.REPEATED_SAMPLE, image.get(), "is listed more than once in split.csv");
      }
    }
    return splits;
  }
}
