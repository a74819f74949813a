package org.madenet.bench.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.madenet.core.backend.BackendInfo;
import org.madenet.core.backend.LibraryVersions;
import org.madenet.core.io.AtomicFiles;
import org.madenet.core.io.PlainJson;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Split;

/**
 * Content of {@code experiment.json}: everything from which an experiment can be repeated.
 *
 * @param format version of this file's format
 * @param plan what was wanted
 * @param dataset name of the dataset
 * @param layout the layout it was read by
 * @param categories those that were used, sorted
 * @param trainingFingerprint digest of the training part
 * @param testFingerprint digest of the test part
 * @param environment versions and machine
 * @param command what the user typed last
 * @param figures digest of all figures, in full precision; empty text while not all are there
 * @param origins build and backend of every figure, each once, sorted: where an experiment was put
 *     together from several, or went on with a later build, more than one; absent in older files
 */
public record ExperimentRecord(
    int format,
    ExperimentPlan plan,
    String dataset,
    String layout,
    List<String> categories,
    String trainingFingerprint,
    String testFingerprint,
    Environment environment,
    String command,
    String figures,
    List<String> origins) {

  static final int FORMAT = 1;

  /** Checks that nothing is missing. */
  public ExperimentRecord {
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(trainingFingerprint, "trainingFingerprint");
    Objects.requireNonNull(testFingerprint, "testFingerprint");
    Objects.requireNonNull(environment, "environment");
    Objects.requireNonNull(figures, "figures");
    categories = List.copyOf(categories);
    origins = origins == null ? List.of() : List.copyOf(origins);
  }

  /**
   * Where figures came about. Equal environments give equal figures, bit by bit; others need not.
   *
   * @param madenet version of the library
   * @param commit what it was built from; {@code unknown} outside a repository
   * @param nd4j version of ND4J
   * @param backend backend, device and native build
   * @param openMpThreads threads of the backend
   * @param java version of Java
   * @param operatingSystem name and version
   */
  public record Environment(
      String madenet,
      String commit,
      String nd4j,
      String backend,
      int openMpThreads,
      String java,
      String operatingSystem) {

    /**
     * The present one.
     *
     * @return what runs now
     */
    public static Environment current() {
      BackendInfo backend = BackendInfo.current();
      return new Environment(
          backend.madenetVersion(),
          LibraryVersions.commit().orElse("unknown"),
          backend.nd4jVersion(),
          backend.summary(),
          backend.threads(),
          backend.java(),
          backend.operatingSystem());
    }
  }

  /**
   * The record of an experiment that has no figures yet.
   *
   * @param plan what is wanted
   * @param dataset training and test part
   * @param command what the user typed
   * @return a record of the present environment
   */
  public static ExperimentRecord of(ExperimentPlan plan, AnomalyDataset dataset, String command) {
    return new ExperimentRecord(
        FORMAT,
        plan,
        dataset.name(),
        dataset.layout(),
        dataset.categories(),
        dataset.split(Split.TRAIN).fingerprint(),
        dataset.split(Split.TEST).fingerprint(),
        Environment.current(),
        command,
        "",
        List.of());
  }

  /**
   * Reads a record.
   *
   * @param file an {@code experiment.json}
   * @return its content
   * @throws IOException if there is none, or it is of another format; the message says so
   */
  public static ExperimentRecord read(Path file) throws IOException {
    try {
      ExperimentRecord found =
          PlainJson.toRecord(PlainJson.parse(Files.readAllBytes(file)), ExperimentRecord.class);
      if (found.format() != FORMAT) {
        throw new IOException(
            "it has format %d, but this version reads %d".formatted(found.format(), FORMAT));
      }
      return found;
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": there is no such file", e);
    } catch (IOException e) {
      throw new IOException(file + ": is no record of an experiment; " + e.getMessage(), e);
    }
  }

  void write(Path file) throws IOException {
    AtomicFiles.writeString(file, PlainJson.toTree(this).toPrettyString() + System.lineSeparator());
  }

  ExperimentRecord withFigures(String digest, List<String> madeBy) {
    return new ExperimentRecord(
        format,
        plan,
        dataset,
        layout,
        categories,
        trainingFingerprint,
        testFingerprint,
        environment,
        command,
        digest,
        madeBy);
  }

  /**
   * What makes another experiment of it than the other.
   *
   * @param other a record
   * @return one phrase per difference in plan and data; empty if there is none
   */
  public List<String> differences(ExperimentRecord other) {
    List<String> found = new ArrayList<>();
    differ("preset", plan.preset(), other.plan.preset(), found);
    differ("resolution", plan.resolution(), other.plan.resolution(), found);
    differ("epochs", plan.maxEpochs(), other.plan.maxEpochs(), found);
    differ("trained per category", plan.perCategory(), other.plan.perCategory(), found);
    differ("files", plan.files(), other.plan.files(), found);
    differ("categories", categories, other.categories, found);
    differ("training data", trainingFingerprint, other.trainingFingerprint, found);
    differ("test data", testFingerprint, other.testFingerprint, found);
    return found;
  }

  /**
   * What would have to be equal of the data to repeat the experiment.
   *
   * @param dataset data at hand
   * @return one phrase per difference; empty if the experiment is of these data
   */
  public List<String> dataDifferences(AnomalyDataset dataset) {
    return differences(of(plan, dataset, command));
  }

  private static void differ(String what, Object then, Object now, List<String> found) {
    if (!Objects.equals(then, now)) {
      found.add("%s %s, now %s".formatted(what, then, now));
    }
  }
}
