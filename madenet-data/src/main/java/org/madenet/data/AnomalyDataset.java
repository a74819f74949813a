package org.madenet.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * The index of a dataset: its samples, what is wrong with it, and what was decided in reading it.
 * Immutable and safe for use by several threads.
 *
 * @param name name of the root folder
 * @param layout name of the layout it was read by, see {@link DatasetReader#layout()}
 * @param root root folder; sample identifiers are relative to it
 * @param samples the usable samples
 * @param problems what was found wrong in reading the index; the files named are not among the
 *     samples, but for those listed more than once, which are there as listed first
 * @param notes decisions a user has to know of: a split that was drawn, masks that do not exist
 * @param splitDrawn whether the split was drawn at random, because the dataset has none of its own
 */
public record AnomalyDataset(
    String name,
    String layout,
    Path root,
    List<Sample> samples,
    List<Problem> problems,
    List<String> notes,
    boolean splitDrawn) {

  /** Copies the lists and checks that nothing is missing. */
  public AnomalyDataset {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(layout, "layout");
    Objects.requireNonNull(root, "root");
    samples = List.copyOf(samples);
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }

  /**
   * A dataset that has a split of its own.
   *
   * @param name name of the root folder
   * @param layout name of the layout
   * @param root root folder
   * @param samples the usable samples
   * @param problems what was found wrong in reading the index
   * @param notes decisions a user has to know of
   */
  public AnomalyDataset(
      String name,
      String layout,
      Path root,
      List<Sample> samples,
      List<Problem> problems,
      List<String> notes) {
    this(name, layout, root, samples, problems, notes, false);
  }

  /**
   * The same dataset under another name.
   *
   * @param other what people shall read in tables and reports
   * @return a copy
   */
  public AnomalyDataset named(String other) {
    return new AnomalyDataset(other, layout, root, samples, problems, notes, splitDrawn);
  }

  /**
   * Number of samples.
   *
   * @return 0 or more
   */
  public int size() {
    return samples.size();
  }

  /**
   * The categories that have samples.
   *
   * @return distinct names, sorted
   */
  public List<String> categories() {
    return samples.stream().map(Sample::category).distinct().sorted().toList();
  }

  /**
   * The kinds of anomalies, without {@link Sample#GOOD}.
   *
   * @return distinct names, sorted
   */
  public List<String> defectTypes() {
    return samples.stream()
        .filter(Sample::anomalous)
        .map(Sample::defectType)
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * The samples that satisfy a condition; problems and notes stay.
   *
   * @param condition which samples to keep
   * @return a dataset with those, in the same order
   */
  public AnomalyDataset filter(Predicate<Sample> condition) {
    return new AnomalyDataset(
        name,
        layout,
        root,
        samples.stream().filter(condition).toList(),
        problems,
        notes,
        splitDrawn);
  }

  /**
   * The samples of one category.
   *
   * @param category one of {@link #categories()}
   * @return a dataset with those
   * @throws IllegalArgumentException if there is no such category; the message lists those there
   *     are
   */
  public AnomalyDataset category(String category) {
    if (!categories().contains(category)) {
      throw new IllegalArgumentException(
          "%s has no category '%s'; it has %s"
              .formatted(name, category, String.join(", ", categories())));
    }
    return filter(s -> s.category().equals(category));
  }

  /**
   * The samples of one split.
   *
   * @param split training or test
   * @return a dataset with those
   */
  public AnomalyDataset split(Split split) {
    return filter(s -> s.split() == split);
  }

  /**
   * The normal samples.
   *
   * @return a dataset with those
   */
  public AnomalyDataset normal() {
    return filter(s -> !s.anomalous());
  }

  /**
   * The anomalous samples.
   *
   * @return a dataset with those
   */
  public AnomalyDataset anomalous() {
    return filter(Sample::anomalous);
  }

  /**
   * The images that are in the training and in the test part, by their content. Reads files only
   * where their sizes agree.
   *
   * @return a {@link Problem.Kind#DUPLICATE_ACROSS_SPLITS} each; empty if there is none
   */
  public List<Problem> copiesAcrossSplits() {
    return Duplicates.in(samples).stream()
        .filter(p -> p.kind() == Problem.Kind.DUPLICATE_ACROSS_SPLITS)
        .toList();
  }

  /**
   * A digest of the samples: identifiers, labels, splits, and the content of every image and mask.
   * Reads every file once, in parallel.
   *
   * @return lower-case hexadecimal digits of a SHA-256
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public String fingerprint() {
    return Fingerprint.of(samples);
  }
}
