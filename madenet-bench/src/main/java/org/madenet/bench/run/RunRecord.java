package org.madenet.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.madenet.core.ProgressListener;
import org.madenet.core.Provenance;
import org.madenet.core.Stage;
import org.madenet.core.io.AtomicFiles;
import org.madenet.core.io.PlainJson;
import org.madenet.core.io.ReadFaults;
import org.madenet.core.train.RunIdentity;

/**
 * Content of {@code training.json}: what a run folder is for and what is done.
 *
 * @param format version of this file's format
 * @param model registered name of the detector
 * @param preset the preset that the options started from
 * @param seed the one seed of all randomness
 * @param options all options of the detector
 * @param dataset name of the dataset
 * @param layout the layout it was read by
 * @param fingerprint digest of the training part
 * @param command what the user typed last
 * @param joint whether one detector serves all categories; absent in older files, which have one
 *     each
 * @param categories finished stages by category, then by stage
 */
public record RunRecord(
    int format,
    String model,
    String preset,
    long seed,
    JsonNode options,
    String dataset,
    String layout,
    String fingerprint,
    String command,
    Boolean joint,
    Map<String, Map<String, FinishedStage>> categories) {

  static final String FILE = "training.json";
  static final int FORMAT = 1;

  /** The name that a joint detector has instead of a category. */
  static final String ALL_CATEGORIES = "all-categories";

  /** Copies the map. */
  public RunRecord {
    joint = Boolean.TRUE.equals(joint);
    Map<String, Map<String, FinishedStage>> copy = new TreeMap<>();
    categories.forEach((category, stages) -> copy.put(category, Map.copyOf(stages)));
    categories = Collections.unmodifiableMap(copy);
  }

  /**
   * A stage that is done.
   *
   * @param seconds wall time; of the last attempt only, if the stage was resumed
   * @param resumed whether it went on from a checkpoint
   * @param provenance seed, versions, backend, data and figures, as saved with the detector
   * @param epochs losses of every epoch, in order; empty if the detector has no epochs
   */
  public record FinishedStage(
      double seconds, boolean resumed, Provenance provenance, List<ProgressListener.Epoch> epochs) {

    /** Copies the list; a file written before losses were kept has none. */
    public FinishedStage {
      epochs = epochs == null ? List.of() : List.copyOf(epochs);
    }
  }

  static RunRecord read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (Files.isRegularFile(folder)) {
      throw new IOException(folder + ": is a file; name the folder of the run, the --out of train");
    }
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IOException(
          folder + ": is not a run of madenet train (it has no " + FILE + "); name its --out", e);
    } catch (IOException e) {
      throw ReadFaults.explained(e);
    }
    try {
      JsonNode tree = PlainJson.parse(content);
      int format = tree.path("format").asInt();
      if (format != FORMAT) {
        throw new IOException("has format %d, but this version reads %d".formatted(format, FORMAT));
      }
      return PlainJson.toRecord(tree, RunRecord.class);
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage() + "; train anew with --force", e);
    }
  }

  void write(Path folder) throws IOException {
    AtomicFiles.writeString(
        folder.resolve(FILE), PlainJson.toTree(this).toPrettyString() + System.lineSeparator());
  }

  /** The name under which a category's detector is kept. */
  String detectorOf(String category) {
    return joint ? ALL_CATEGORIES : category;
  }

  /**
   * Whether there is a detector.
   *
   * @param category for images of this category; joint detectors serve all
   * @param stage after this stage
   * @return whether its training has finished
   */
  public boolean hasDetector(String category, Stage stage) {
    return finished(detectorOf(category), stage);
  }

  boolean finished(String category, Stage stage) {
    return categories.getOrDefault(category, Map.of()).containsKey(stage.toString());
  }

  RunRecord with(String category, Stage stage, FinishedStage done) {
    Map<String, Map<String, FinishedStage>> all = new TreeMap<>(categories);
    Map<String, FinishedStage> stages = new TreeMap<>(all.getOrDefault(category, Map.of()));
    stages.put(stage.toString(), done);
    all.put(category, stages);
    return withCategories(all);
  }

  /** These settings with what an earlier attempt has done. */
  RunRecord goingOnFrom(RunRecord earlier) {
    return withCategories(earlier.categories());
  }

  private RunRecord withCategories(Map<String, Map<String, FinishedStage>> all) {
    return new RunRecord(
        format, model, preset, seed, options, dataset, layout, fingerprint, command, joint, all);
  }

  /** Whether the other would train alike on the same data. */
  boolean sameSettings(RunRecord other) {
    return model.equals(other.model)
        && preset.equals(other.preset)
        && seed == other.seed
        && joint.equals(other.joint)
        && RunIdentity.optionValues(options).equals(RunIdentity.optionValues(other.options));
  }

  /** What would make another result than the other's settings; empty if nothing would. */
  List<String> differences(RunRecord other) {
    List<String> found = new ArrayList<>();
    differ("model", model, other.model, found);
    differ("preset", preset, other.preset, found);
    differ("seed", Long.toString(seed), Long.toString(other.seed), found);
    differ("training data", fingerprint, other.fingerprint, found);
    differ("joint", joint.toString(), other.joint.toString(), found);
    if (found.isEmpty()) {
      Map<String, String> then = RunIdentity.optionValues(options);
      Map<String, String> now = RunIdentity.optionValues(other.options);
      SortedSet<String> paths = new TreeSet<>(then.keySet());
      paths.addAll(now.keySet());
      for (String path : paths) {
        differ(path, then.getOrDefault(path, "absent"), now.getOrDefault(path, "absent"), found);
      }
    }
    return found;
  }

  private static void differ(String what, String then, String now, List<String> found) {
    if (!then.equals(now)) {
      found.add("%s %s, now %s".formatted(what, then, now));
    }
  }
}
