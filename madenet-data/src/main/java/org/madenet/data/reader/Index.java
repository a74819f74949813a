package org.madenet.data.reader;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
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

  Index(Path root, String layout) {
    this.root = root.toAbsolutePath().normalize();
    this.layout = layout;
  }

  Path root() {
    return root;
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

  private void add(Sample sample) {
    if (ids.add(sample.id())) {
      samples.add(sample);
    } else {
      problem(Problem.Kind.REPEATED_SAMPLE, sample.image(), "is listed more than once");
    }
  }

  void problem(Problem.Kind kind, Path path, String detail) {
    problems.add(new Problem(kind, path, detail));
  }

  void note(String note) {
    notes.add(note);
  }

  AnomalyDataset dataset() {
    samples.sort(Comparator.comparing(Sample::id));
    return new AnomalyDataset(ImageFiles.name(root), layout, root, samples, problems, notes);
  }
}
