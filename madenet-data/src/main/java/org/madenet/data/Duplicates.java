package org.madenet.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds image files with the same content: by size, and only where sizes agree by SHA-256. */
final class Duplicates {

  private Duplicates() {}

  /** One problem for every sample whose content an earlier one has. */
  static List<Problem> in(List<Sample> samples) {
    Map<Long, List<Sample>> bySize = new LinkedHashMap<>();
    for (Sample sample : samples) {
      try {
        bySize.computeIfAbsent(Files.size(sample.image()), k -> new ArrayList<>()).add(sample);
      } catch (IOException e) {
        // Not there any more: the inspection names it as unreadable.
        continue;
      }
    }
    List<Sample> suspects =
        bySize.values().stream().filter(g -> g.size() > 1).flatMap(List::stream).toList();
    List<String> digests = suspects.parallelStream().map(Duplicates::digest).toList();
    Map<String, Sample> first = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < suspects.size(); i++) {
      Sample sample = suspects.get(i);
      Sample earlier = first.putIfAbsent(digests.get(i), sample);
      if (earlier != null) {
        problems.add(problem(sample, earlier));
      }
    }
    return problems;
  }

  /** A file that cannot be read equals no other; the inspection names it as unreadable. */
  private static String digest(Sample sample) {
    try {
      return Fingerprint.ofFile(sample.image());
    } catch (UncheckedIOException e) {
      return sample.id();
    }
  }

  private static Problem problem(Sample sample, Sample earlier) {
    boolean across = sample.split() != earlier.split();
    return new Problem(
        across ? Problem.Kind.DUPLICATE_ACROSS_SPLITS : Problem.Kind.DUPLICATE,
        sample.image(),
        "has the same content as %s (%s, %s), and is %s, %s"
            .formatted(
                earlier.id(),
                earlier.split().name().toLowerCase(Locale.ROOT),
                earlier.defectType(),
                sample.split().name().toLowerCase(Locale.ROOT),
                sample.defectType()));
  }
}
