package org.madenet.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.madenet.core.Stage;

/**
 * A folder of trained detectors, one per category.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {

  private static final String CHECKPOINTS = "checkpoints";

  /**
   * The categories that have a detector.
   *
   * @return sorted
   * @throws IOException if the folder is not a run, or cannot be read
   */
  public List<String> categories() throws IOException {
    return List.copyOf(RunRecord.read(path).categories().keySet());
  }

  /**
   * What the folder says about its training.
   *
   * @return the record
   * @throws IOException if the folder is not a run, or cannot be read
   */
  public RunRecord record() throws IOException {
    return RunRecord.read(path);
  }

  /**
   * The file of a detector.
   *
   * @param category its category; of a joint training all have the same
   * @param wanted after which stage; empty takes the last one that is done
   * @return an existing file
   * @throws IOException if there is none; the message says what there is
   */
  public Path detector(String category, Optional<Stage> wanted) throws IOException {
    RunRecord record = record();
    Stage[] preference =
        wanted.map(s -> new Stage[] {s}).orElse(new Stage[] {Stage.FINE_TUNE, Stage.FIT});
    String name = record.detectorOf(category);
    for (Stage stage : preference) {
      if (record.finished(name, stage)) {
        return file(name, stage);
      }
    }
    throw new IOException(
        "%s has no detector of category '%s'%s; it has %s"
            .formatted(
                path,
                category,
                wanted.map(s -> " after stage " + s).orElse(""),
                record.categories().isEmpty()
                    ? "none yet: finish its training"
                    : describe(record)));
  }

  private static String describe(RunRecord record) {
    return String.join(
        ", ",
        record.categories().entrySet().stream()
            .map(e -> e.getKey() + " (" + String.join(", ", e.getValue().keySet()) + ")")
            .toList());
  }

  Path file(String category, Stage stage) throws IOException {
    return categoryFolder(category).resolve(fileName(stage));
  }

  private static String fileName(Stage stage) {
    return switch (stage) {
      case FIT -> "unsupervised.madenet";
      case FINE_TUNE -> "fine-tuned.madenet";
    };
  }

  Path checkpoints(String category) throws IOException {
    return categoryFolder(category).resolve(CHECKPOINTS);
  }

  private Path categoryFolder(String category) throws IOException {
    try {
      Path folder = path.resolve(category);
      Path parent = folder.toAbsolutePath().normalize().getParent();
      if (path.toAbsolutePath().normalize().equals(parent)) {
        return folder;
      }
    } catch (InvalidPathException e) {
      // Windows has names that no folder can have.
    }
    throw new IOException(
        "category '" + category + "' cannot be the name of a folder; rename it in the dataset");
  }

  /**
   * Prepares the folder for a training: makes it, goes on in it, or refuses.
   *
   * @param wanted the settings
   * @param force whether to delete an earlier run
   * @return the record to go on from
   * @throws IOException if the folder holds something else, a run with other settings, or cannot be
   *     written
   */
  RunRecord prepare(RunRecord wanted, boolean force) throws IOException {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new IOException(path + ": is a file; name a folder for the run");
    }
    boolean ours = Files.exists(path.resolve(RunRecord.FILE));
    if (!ours && Files.isDirectory(path) && !isEmpty(path)) {
      throw new IOException(
          path + ": holds other files and is not a run of madenet train; name a new folder");
    }
    RunRecord record = wanted;
    if (ours && force) {
      deleteRun();
    } else if (ours) {
      RunRecord earlier = RunRecord.read(path);
      List<String> differences = earlier.differences(wanted);
      if (!differences.isEmpty()) {
        throw new IOException(
            "%s holds a run with other settings (%s); repeat those, name another folder, or use --force"
                .formatted(path, String.join("; ", differences)));
      }
      record = wanted.goingOnFrom(earlier);
    }
    Files.createDirectories(path);
    record.write(path);
    return record;
  }

  boolean hasCheckpoint(String category) throws IOException {
    Path folder = checkpoints(category);
    return Files.isDirectory(folder) && !isEmpty(folder);
  }

  void deleteCheckpoints(String category) throws IOException {
    deleteTree(checkpoints(category));
  }

  /** Deletes what a training wrote, if there was one, and nothing else. */
  void deleteRun() throws IOException {
    if (!Files.exists(path.resolve(RunRecord.FILE))) {
      return;
    }
    try (Stream<Path> children = Files.list(path)) {
      for (Path child : children.filter(Files::isDirectory).toList()) {
        for (Stage stage : Stage.values()) {
          Files.deleteIfExists(child.resolve(fileName(stage)));
        }
        deleteTree(child.resolve(CHECKPOINTS));
        if (isEmpty(child)) {
          Files.delete(child);
        }
      }
    }
    Files.deleteIfExists(path.resolve(RunRecord.FILE));
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.findAny().isEmpty();
    }
  }
}
