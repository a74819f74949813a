package org.madenet.data.reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Problem;
import org.madenet.data.Sample;
import org.madenet.data.Split;

/** Collects what a reader finds; then becomes a dataset. Used by one thread. */
final class Index {

  private final Path root;
  private final String layout;
  private final List<Sample> samples = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private boolean splitDrawn;

  Index(Path root, String layout) {
    this.root = root.toAbsolutePath().normalize();
    this.layout = layout;
  }

  Path root() {
    return root;
  }

  /** A file named by a table; empty, with a problem, if it is not below the root or not there. */
  Optional<Path> listed(Path table, long row, String name) {
    Path file = root.resolve(name).normalize();
    if (name.isEmpty() || !file.startsWith(root) || !Files.isRegularFile(file)) {
      problem(Problem.Kind.MISSING_FILE, table, "row %d: no such file: '%s'".formatted(row, name));
      return Optional.empty();
    }
    return Optional.of(file);
  }

  /** The split that a table names; empty, with a problem, if it names none. */
  Optional<Split> split(Path table, long row, String name) {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "train":
        return Optional.of(Split.TRAIN);
      case "test":
        return Optional.of(Split.TEST);
      default:
        problem(
            Problem.Kind.BAD_ROW,
            table,
            "row %d: split must be train or test, but is '%s'".formatted(row, name));
        return Optional.empty();
    }
  }

  String id(Path file) {
    return root.relativize(file.toAbsolutePath().normalize()).toString().replace('\\', '/');
  }

  void normal(String category, Split split, Path image, Optional<Path> mask) {
    add(new Sample(id(image), category, split, false, Sample.GOOD, image, mask));
  }

  void anomalous(String category, Split split, String defectType, Path image, Optional<Path> mask) {
    add(new Sample(id(image), category, split, true, defectType, image, mask));
  }

  void add(Sample sample) {
    if (ids.add(sample.id())) {
      samples.add(sample);
    } else {
      problem(Problem.Kind.REPEATED_SAMPLE, sample.image(), "is listed more than once");
    }
  }

  /** The images of a folder; other files in it, and the lack of any image, are problems. */
  List<Path> images(Path folder) throws IOException {
    List<Path> files = ImageFiles.files(folder);
    List<Path> images = files.stream().filter(ImageFiles::isImage).toList();
    if (images.isEmpty()) {
      problem(Problem.Kind.EMPTY_CATEGORY, folder, "has no image");
    }
    for (Path file : files) {
      if (!ImageFiles.isImage(file)) {
        problem(Problem.Kind.UNEXPECTED_FILE, file, "is not an image, by its name");
      }
    }
    return images;
  }

  /** The same of a folder of which nothing is read from the folders in it. */
  List<Path> imagesOfType(Path folder) throws IOException {
    for (Path inner : ImageFiles.folders(folder)) {
      reportUnread(inner, "lies inside a folder of images. Move them one level up");
    }
    return images(folder);
  }

  /** Reports a folder, if there are images in it. */
  void reportUnread(Path folder, String why) throws IOException {
    if (ImageFiles.holdsImages(folder)) {
      problem(
          Problem.Kind.UNKNOWN_FOLDER,
          folder,
          "has images that are not read: it %s, or move it out of the dataset".formatted(why));
    }
  }

  void missingMask(Path image, Path expected) {
    problem(
        Problem.Kind.MISSING_MASK,
        image,
        "is anomalous and has no mask (expected %s)".formatted(id(expected)));
  }

  /**
   * Takes a mask for an image, or reports that it is another's already.
   *
   * @param used masks of the images so far; gets this one
   * @return whether the image has it
   */
  boolean take(Path mask, Path image, Set<Path> used) {
    if (used.add(mask)) {
      return true;
    }
    problem(
        Problem.Kind.SHARED_MASK,
        image,
        "has the mask of another image of its name (%s). Put masks into folders like the images'"
            .formatted(id(mask)));
    return false;
  }

  /** Reports masks that lie below a folder and belong to no image. */
  void reportUnusedMasks(Path folder, Set<Path> used) throws IOException {
    for (Path type : ImageFiles.folders(folder)) {
      reportUnusedMasks(type, used);
    }
    for (Path mask : ImageFiles.files(folder)) {
      if (!used.contains(mask)) {
        problem(Problem.Kind.MASK_WITHOUT_IMAGE, mask, "is a mask without an image");
      }
    }
  }

  void problem(Problem.Kind kind, Path path, String detail) {
    problems.add(new Problem(kind, path, detail));
  }

  void note(String note) {
    notes.add(note);
  }

  void splitDrawn(String note) {
    splitDrawn = true;
    note(note);
  }

  AnomalyDataset dataset() {
    samples.sort(Comparator.comparing(Sample::id));
    return new AnomalyDataset(
        ImageFiles.name(root), layout, root, samples, problems, notes, splitDrawn);
  }
}
