package org.madenet.data.reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.DatasetReader;
import org.madenet.data.ReadOptions;
import org.madenet.data.Sample;
import org.madenet.data.Split;

/**
 * Plain folders of one category: one with normal images ({@code normal}, {@code good} or {@code
 * ok}) and any number with anomalous ones ({@code anomalous}, {@code anomaly}, {@code abnormal},
 * {@code defect}, {@code defects}, {@code defective}, {@code bad}, {@code ng}, {@code nok}).
 * Folders inside an anomalous one are defect types. Other folders with images are problems.
 *
 * <p>Masks are optional: {@code masks} or {@code ground_truth}, with {@code <id>.png} or {@code
 * <id>_mask.png} under the image's own folders or right there. If that folder exists, every
 * anomalous image must have its mask. The split is drawn per defect type with the seed and fraction
 * of the options, and a note of the dataset says so; where there is nothing but normal images, all
 * are for training.
 */
public final class FoldersReader implements DatasetReader {

  private static final String UNNAMED_TYPE = "anomalous";
  private static final List<String> MASKS = List.of("masks", "ground_truth");

  @Override
  public String layout() {
    return "folders";
  }

  @Override
  public String lookedFor() {
    return "a folder normal (or good, ok), and if there are defects a folder anomalous (or anomaly,"
        + " defect, bad, ng) beside it";
  }

  @Override
  public boolean recognises(Path root) throws IOException {
    Set<Boolean> labels = new HashSet<>();
    boolean others = Files.exists(root.resolve(ManifestReader.TABLE));
    for (Path folder : ImageFiles.folders(root)) {
      String name = ImageFiles.name(folder);
      Optional<Boolean> anomalous = LabelNames.ofFolder(name);
      anomalous.ifPresent(labels::add);
      others |= anomalous.isEmpty() && !MASKS.contains(name) && ImageFiles.holdsImages(folder);
    }
    boolean nothingButNormal = labels.equals(Set.of(false)) && !others;
    return labels.size() == 2 || nothingButNormal;
  }

  @Override
  public AnomalyDataset read(Path root, ReadOptions options) throws IOException {
    Index index = new Index(root, layout());
    List<Path> maskFolders =
        MASKS.stream().map(index.root()::resolve).filter(Files::isDirectory).toList();
    Optional<Path> masks = maskFolders.stream().findFirst();
    for (Path other : maskFolders.stream().skip(1).toList()) {
      index.reportUnread(other, "is a second folder of masks beside masks. Put all into one");
    }
    Function<List<Path>, Map<Path, Split>> splits =
        images -> RandomSplit.of(images, index::id, options);
    if (hasDefects(index.root())) {
      index.splitDrawn(RandomSplit.note("of every defect type", options));
      if (masks.isEmpty()) {
        index.note("the dataset has no ground-truth masks: no pixel metrics");
      }
    } else {
      splits = images -> images.stream().collect(Collectors.toMap(i -> i, i -> Split.TRAIN));
      index.note(
          "the dataset has nothing but normal images: all are for training, none to evaluate on");
    }
    Set<Path> used = new HashSet<>();
    for (Path folder : ImageFiles.folders(index.root())) {
      Optional<Boolean> anomalous = LabelNames.ofFolder(ImageFiles.name(folder));
      if (anomalous.isEmpty()) {
        if (!maskFolders.contains(folder)) {
          index.reportUnread(
              folder,
              "is named neither like normal images nor like anomalous ones. Rename it, or make it a"
                  + " defect type inside an anomalous folder");
        }
      } else if (anomalous.get()) {
        readAnomalous(index, folder, masks, used, splits);
      } else {
        readType(index, folder, Sample.GOOD, masks, used, splits);
      }
    }
    if (masks.isPresent()) {
      index.reportUnusedMasks(masks.get(), used);
    }
    return index.dataset();
  }

  private static boolean hasDefects(Path root) throws IOException {
    return ImageFiles.folders(root).stream()
        .anyMatch(f -> LabelNames.ofFolder(ImageFiles.name(f)).orElse(false));
  }

  private static void readAnomalous(
      Index index,
      Path folder,
      Optional<Path> masks,
      Set<Path> used,
      Function<List<Path>, Map<Path, Split>> splits)
      throws IOException {
    List<Path> types = ImageFiles.folders(folder);
    for (Path type : types) {
      String name = ImageFiles.name(type);
      if (LabelNames.ofFolder(name).filter(anomalous -> !anomalous).isPresent()) {
        index.reportUnread(
            type, "is named like normal images inside an anomalous folder. Rename or move it");
      } else {
        readType(index, type, name, masks, used, splits);
      }
    }
    if (types.isEmpty() || !ImageFiles.files(folder).isEmpty()) {
      readType(index, folder, UNNAMED_TYPE, masks, used, splits);
    }
  }

  private static void readType(
      Index index,
      Path folder,
      String type,
      Optional<Path> masks,
      Set<Path> used,
      Function<List<Path>, Map<Path, Split>> drawn)
      throws IOException {
    String category = ImageFiles.name(index.root());
    List<Path> images =
        type.equals(UNNAMED_TYPE) ? index.images(folder) : index.imagesOfType(folder);
    Map<Path, Split> splits = drawn.apply(images);
    boolean good = type.equals(Sample.GOOD);
    for (Path image : images) {
      Optional<Path> mask = masks.flatMap(m -> mask(index.root(), m, image, !good));
      if (mask.isPresent() && !index.take(mask.get(), image, used)) {
        continue;
      }
      if (good) {
        index.normal(category, splits.get(image), image, mask);
      } else if (mask.isPresent() || masks.isEmpty()) {
        index.anomalous(category, splits.get(image), type, image, mask);
      } else {
        index.missingMask(image, masks.get().resolve(ImageFiles.stem(image) + ".png"));
      }
    }
  }

  /**
   * Looks under the same folders as the image's, with fewer and fewer of the outer ones; right
   * below the masks' folder only where that is allowed: {@code masks/7.png} belongs to the
   * anomalous 7 and not to a normal image that happens to have its name.
   */
  private static Optional<Path> mask(Path root, Path masks, Path image, boolean loose) {
    Path folders = root.relativize(image.getParent());
    List<Path> places = new ArrayList<>();
    for (int skipped = 0; skipped < folders.getNameCount(); skipped++) {
      places.add(masks.resolve(folders.subpath(skipped, folders.getNameCount())));
    }
    if (loose) {
      places.add(masks);
    }
    String stem = ImageFiles.stem(image);
    return places.stream()
        .flatMap(p -> Stream.of(p.resolve(stem + ".png"), p.resolve(stem + "_mask.png")))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
