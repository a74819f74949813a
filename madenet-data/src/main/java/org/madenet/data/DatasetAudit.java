package org.madenet.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.madenet.core.ImageSize;
import org.madenet.core.ProgressListener;

/**
 * A dataset looked at closely: every image and mask is decoded, and everything that is wrong is
 * named with its path.
 *
 * @param dataset the dataset as its index describes it
 * @param counts one row per category, split and defect type, sorted; unreadable images count
 * @param sizes range of the images' sizes; empty if none could be read
 * @param deviations for ManuDefect-21, one line per component whose counts are not those of Table 3
 *     of the paper; empty for other layouts
 * @param problems those of the index, then those found by decoding, in the order of the samples
 */
public record DatasetAudit(
    AnomalyDataset dataset,
    List<Count> counts,
    Optional<SizeRange> sizes,
    List<String> deviations,
    List<Problem> problems) {

  /** Copies the lists. */
  public DatasetAudit {
    counts = List.copyOf(counts);
    deviations = List.copyOf(deviations);
    problems = List.copyOf(problems);
  }

  /**
   * Number of samples of one kind.
   *
   * @param category kind of object or surface
   * @param split training or test
   * @param defectType kind of anomaly, or {@link Sample#GOOD}
   * @param images how many samples
   * @param masks how many of them have a mask file
   */
  public record Count(String category, Split split, String defectType, int images, int masks) {}

  /**
   * Range of image sizes in pixels, each side on its own.
   *
   * @param minHeight least number of rows
   * @param maxHeight greatest number of rows
   * @param minWidth least number of columns
   * @param maxWidth greatest number of columns
   */
  public record SizeRange(int minHeight, int maxHeight, int minWidth, int maxWidth) {}

  /**
   * Audits a dataset with all processors.
   *
   * @param dataset its index; open it with {@link ProblemPolicy#SKIP_WITH_COUNT} to see all
   *     problems at once
   * @param maxPixels images of more pixels are refused, see {@link LoadOptions}
   * @param listener told of every image
   * @return the result
   * @throws IOException if the work is interrupted; what is wrong with single files is in the
   *     result
   */
  public static DatasetAudit of(AnomalyDataset dataset, long maxPixels, ProgressListener listener)
      throws IOException {
    List<SampleInspection> inspections =
        SampleInspection.all(dataset.samples(), maxPixels, listener);
    List<Problem> problems = new ArrayList<>(dataset.problems());
    inspections.forEach(i -> problems.addAll(i.problems()));
    problems.addAll(Duplicates.in(dataset.samples()));
    List<ImageSize> sizes = inspections.stream().flatMap(i -> i.size().stream()).toList();
    return new DatasetAudit(
        dataset,
        count(dataset.samples()),
        range(sizes),
        PublishedCounts.deviations(dataset),
        problems);
  }

  /**
   * Number of samples.
   *
   * @return images in the index, readable or not
   */
  public int images() {
    return dataset.size();
  }

  /**
   * The problems of one kind.
   *
   * @param kind which
   * @return in the order of {@link #problems()}
   */
  public List<Problem> problems(Problem.Kind kind) {
    return problems.stream().filter(p -> p.kind() == kind).toList();
  }

  /**
   * The dataset without the samples whose image or mask has a problem that {@linkplain
   * Problem.Kind#preventsUse() prevents their use}. What is listed more than once stays, as listed
   * first.
   *
   * @return a dataset that can be loaded, with all problems listed
   */
  public AnomalyDataset usable() {
    Set<Path> faulty = new HashSet<>();
    for (Problem problem : problems) {
      if (problem.kind().preventsUse() && problem.kind() != Problem.Kind.REPEATED_SAMPLE) {
        faulty.add(problem.path());
      }
    }
    return new AnomalyDataset(
        dataset.name(),
        dataset.layout(),
        dataset.root(),
        dataset.samples().stream()
            .filter(s -> !faulty.contains(s.image()))
            .filter(s -> s.mask().isEmpty() || !faulty.contains(s.mask().get()))
            .toList(),
        problems,
        dataset.notes(),
        dataset.splitDrawn());
  }

  private static List<Count> count(List<Sample> samples) {
    return samples.stream()
        .collect(
            Collectors.groupingBy(s -> List.of(s.category(), s.split().name(), s.defectType())))
        .values()
        .stream()
        .map(DatasetAudit::countGroup)
        .sorted(
            Comparator.comparing(Count::category)
                .thenComparing(Count::split)
                .thenComparing(c -> !c.defectType().equals(Sample.GOOD))
                .thenComparing(Count::defectType))
        .toList();
  }

  private static Count countGroup(List<Sample> group) {
    Sample one = group.get(0);
    int masks = (int) group.stream().filter(s -> s.mask().isPresent()).count();
    return new Count(one.category(), one.split(), one.defectType(), group.size(), masks);
  }

  private static Optional<SizeRange> range(List<ImageSize> sizes) {
    return sizes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SizeRange(
                sizes.stream().mapToInt(ImageSize::height).min().getAsInt(),
                sizes.stream().mapToInt(ImageSize::height).max().getAsInt(),
                sizes.stream().mapToInt(ImageSize::width).min().getAsInt(),
                sizes.stream().mapToInt(ImageSize::width).max().getAsInt()));
  }

  /**
   * The audit as plain text: a table of counts, notes, and every problem on a line of its own.
   *
   * @return lines that end with a line feed
   */
  public String toText() {
    return AuditText.of(this);
  }
}
