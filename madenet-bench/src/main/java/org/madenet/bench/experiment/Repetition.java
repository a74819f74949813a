package org.madenet.bench.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.madenet.core.io.AtomicFiles;
import org.madenet.core.io.PlainJson;
import org.madenet.data.Fingerprint;

/**
 * Which cells of a folder were computed in it while an earlier experiment was repeated. Cells that
 * lay there before, and those of seeds whose detectors did, repeat nothing. Kept in the folder, so
 * that a repetition that was stopped goes on counting.
 */
final class Repetition {

  private static final String FILE = "repetition.json";

  private final Path folder;
  private Content content;

  private Repetition(Path folder, Content content) {
    this.folder = folder;
    this.content = content;
  }

  /**
   * Content of {@code repetition.json}.
   *
   * @param of digest of the figures that are repeated
   * @param trainedBefore folders of seeds that held detectors when the repetition began
   * @param computed digest of {@code metrics.json} of each cell that was computed, by its folder
   */
  private record Content(
      String of, List<String> trainedBefore, SortedMap<String, String> computed) {

    Content {
      Objects.requireNonNull(of, "of");
      trainedBefore = List.copyOf(trainedBefore);
      computed = Collections.unmodifiableSortedMap(new TreeMap<>(computed));
    }
  }

  /** Goes on with the repetition that a folder holds, or begins one. */
  static Repetition open(Path folder, String figures) throws IOException {
    Path file = folder.resolve(FILE);
    if (Files.exists(file)) {
      Content found = CellFile.read(file, Content.class);
      if (found.of().equals(figures)) {
        return new Repetition(folder, found);
      }
    }
    List<String> trained = List.of();
    if (Files.isDirectory(Experiment.runs(folder))) {
      try (Stream<Path> seeds = Files.list(Experiment.runs(folder))) {
        trained = seeds.map(seed -> seed.getFileName().toString()).sorted().toList();
      }
    }
    Repetition begun = new Repetition(folder, new Content(figures, trained, new TreeMap<>()));
    begun.write();
    return begun;
  }

  /** Notes that a cell was computed just now. */
  void computed(CellKey key) throws IOException {
    if (content.trainedBefore().contains(Experiment.seed(key.seed()))) {
      return;
    }
    SortedMap<String, String> more = new TreeMap<>(content.computed());
    more.put(name(key), digest(key));
    content = new Content(content.of(), content.trainedBefore(), more);
    write();
  }

  /** How many cells were computed here and are still what they were. */
  int count(Collection<CellKey> cells) {
    Map<String, String> computed = content.computed();
    return (int)
        cells.stream()
            .filter(c -> computed.containsKey(name(c)) && computed.get(name(c)).equals(digest(c)))
            .count();
  }

  private String name(CellKey key) {
    return folder.relativize(key.folder(folder)).toString().replace('\\', '/');
  }

  private String digest(CellKey key) {
    return Fingerprint.ofFile(key.folder(folder).resolve(CellEvaluation.METRICS));
  }

  private void write() throws IOException {
    AtomicFiles.writeString(
        folder.resolve(FILE), PlainJson.toTree(content).toPrettyString() + System.lineSeparator());
  }
}
