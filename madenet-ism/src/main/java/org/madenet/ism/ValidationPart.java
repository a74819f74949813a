package org.madenet.ism;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.madenet.core.LabelledImages;
import org.madenet.data.Sample;
import org.madenet.data.SampleImages;

/**
 * The images of one category that submodels are measured on.
 *
 * @param images of both classes, in MADE-Net's size
 * @param origin where the anomalies come from
 */
record ValidationPart(LabelledImages images, PerformanceMap.Origin origin) {

  /**
   * The validation parts of all categories.
   *
   * @param validation samples of all of them
   * @param supervised whether real anomalies may be known; where not, and where there is none,
   *     synthetic ones are made
   * @param options size of the images, and seed of synthetic anomalies
   */
  static SortedMap<String, ValidationPart> byCategory(
      List<Sample> validation, boolean supervised, MadeNetOptions options) {
    SortedMap<String, List<Sample>> samples = new TreeMap<>();
    validation.forEach(s -> samples.computeIfAbsent(s.category(), c -> new ArrayList<>()).add(s));
    SortedMap<String, ValidationPart> parts = new TreeMap<>();
    samples.forEach((category, own) -> parts.put(category, of(own, supervised, options)));
    return parts;
  }

  private static ValidationPart of(List<Sample> own, boolean supervised, MadeNetOptions options) {
    if (supervised && own.stream().anyMatch(Sample::anomalous)) {
      return new ValidationPart(
          SampleImages.labelled(own, options.inputSize()), PerformanceMap.Origin.VALIDATION);
    }
    List<Sample> normal = own.stream().filter(s -> !s.anomalous()).toList();
    return new ValidationPart(
        new SyntheticDefects(SampleImages.normal(normal, options.inputSize()), options.seed()),
        PerformanceMap.Origin.SYNTHETIC);
  }

  /** How many of the images are normal. */
  long normal() {
    return IntStream.range(0, images.size()).filter(i -> !images.anomalous(i)).count();
  }
}
