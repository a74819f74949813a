package org.madenet.data.reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Problem;
import org.madenet.data.Sample;
import org.madenet.data.Split;

/**
 * The layout of MVTec AD and its relatives: {@code <category>/train/good}, {@code
 * <category>/test/<defect>} and masks {@code <category>/ground_truth/<defect>/<id>_mask.png}; and,
 * where there are annotated defects for training, {@code <category>/train/<defect>} with masks
 * {@code <category>/ground_truth_train/<defect>/<id>_mask.png}.
 */
final class MvtecLayout {

  static final String TEST_MASKS = "ground_truth";
  static final String TRAIN_MASKS = "ground_truth_train";
  private static final String MASK_SUFFIX = "_mask";
  private static final Set<String> PARTS = Set.of("train", "test", TEST_MASKS, TRAIN_MASKS);

  private MvtecLayout() {}

  /**
   * Folders with a {@code train/good} or a {@code test/good} in them: the root itself, if it is the
   * folder of a single category, or those below it.
   */
  static List<Path> categories(Path root) throws IOException {
    Path folder = root.toAbsolutePath().normalize();
    if (isCategory(folder)) {
      return List.of(folder);
    }
    return ImageFiles.folders(folder).stream().filter(MvtecLayout::isCategory).toList();
  }

  private static boolean isCategory(Path folder) {
    return Files.isDirectory(folder.resolve("train").resolve(Sample.GOOD))
        || Files.isDirectory(folder.resolve("test").resolve(Sample.GOOD));
  }

  /** Whether there are categories, and all of them have names of a kind. */
  static boolean hasOnly(Path root, Predicate<String> names) throws IOException {
    List<Path> categories = categories(root);
    return !categories.isEmpty() && categories.stream().map(ImageFiles::name).allMatch(names);
  }

  static boolean hasDefectsForTraining(Path root) throws IOException {
    for (Path category : categories(root)) {
      for (Path folder : ImageFiles.folders(category.resolve("train"))) {
        if (!ImageFiles.name(folder).equals(Sample.GOOD)) {
          return true;
        }
      }
    }
    return false;
  }

  static AnomalyDataset read(Path root, String layout) throws IOException {
    Index index = new Index(root, layout);
    List<Path> categories = categories(index.root());
    for (Path category : categories) {
      readSplit(index, category, Split.TRAIN, "train", TRAIN_MASKS);
      readSplit(index, category, Split.TEST, "test", TEST_MASKS);
    }
    if (!categories.contains(index.root())) {
      for (Path folder : ImageFiles.folders(index.root())) {
        if (!categories.contains(folder)) {
          reportNoCategory(index, folder);
        }
      }
    }
    return index.dataset();
  }

  /** A category that is not complete, or something else; without images, only if like one. */
  private static void reportNoCategory(Index index, Path folder) throws IOException {
    boolean likeCategory =
        ImageFiles.folders(folder).stream()
            .anyMatch(f -> PARTS.contains(ImageFiles.name(f).toLowerCase(Locale.ROOT)));
    if (likeCategory && !ImageFiles.holdsImages(folder)) {
      index.problem(
          Problem.Kind.EMPTY_CATEGORY,
          folder,
          "has the folders of a category and no image: unpack it again, or remove it");
    } else {
      index.reportUnread(
          folder, "has neither train/good nor test/good, so it is no category. Add them");
    }
  }

  private static void readSplit(
      Index index, Path category, Split split, String folder, String maskFolder)
      throws IOException {
    Path splitFolder = category.resolve(folder);
    Set<Path> used = new HashSet<>();
    if (ImageFiles.folders(splitFolder).stream()
        .noneMatch(f -> ImageFiles.name(f).equals(Sample.GOOD))) {
      index.problem(Problem.Kind.EMPTY_CATEGORY, splitFolder.resolve(Sample.GOOD), "is not there");
    }
    for (Path typeFolder : ImageFiles.folders(splitFolder)) {
      String type = ImageFiles.name(typeFolder);
      Path masks = category.resolve(maskFolder).resolve(type);
      List<Path> images = index.imagesOfType(typeFolder);
      for (Path image : images) {
        Optional<Path> mask = mask(masks, image);
        if (mask.isPresent() && !index.take(mask.get(), image, used)) {
          continue;
        }
        if (type.equals(Sample.GOOD)) {
          index.normal(ImageFiles.name(category), split, image, mask);
        } else if (mask.isPresent()) {
          index.anomalous(ImageFiles.name(category), split, type, image, mask);
        } else {
          index.missingMask(image, masks.resolve(ImageFiles.stem(image) + MASK_SUFFIX + ".png"));
        }
      }
    }
    index.reportUnusedMasks(category.resolve(maskFolder), used);
  }

  /** {@code <id>_mask.png} as published, or {@code <id>.png}. */
  private static Optional<Path> mask(Path folder, Path image) {
    String stem = ImageFiles.stem(image);
    return Stream.of(stem + MASK_SUFFIX + ".png", stem + ".png")
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
