package org.madenet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ValidationSplitTest {

  private static Sample sample(String category, int number, boolean anomalous, Split split) {
    String id = "%s/%s/%03d.png".formatted(category, anomalous ? "dent" : "good", number);
    return new Sample(
        id,
        category,
        split,
        anomalous,
        anomalous ? "dent" : Sample.GOOD,
        Path.of(id),
        Optional.empty());
  }

  private static List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      samples.add(sample("bolt", i, false, Split.TRAIN));
    }
    for (int i = 0; i < 30; i++) {
      samples.add(sample("bolt", i, true, Split.TRAIN));
    }
    for (int i = 0; i < 2; i++) {
      samples.add(sample("nut", i, true, Split.TRAIN));
    }
    samples.add(sample("nut", 0, false, Split.TRAIN));
    return samples;
  }

  private static long count(List<Sample> samples, String category, boolean anomalous) {
    return samples.stream()
        .filter(s -> s.category().equals(category) && s.anomalous() == anomalous)
        .count();
  }

  @Test
  void of_defaultFraction_takesAFifthOfEveryCategoryAndLabel() {
    ValidationSplit split = ValidationSplit.of(samples(), 42);

    assertThat(count(split.validation(), "bolt", false)).isEqualTo(20);
    assertThat(count(split.validation(), "bolt", true)).isEqualTo(6);
    assertThat(count(split.validation(), "nut", true)).isEqualTo(1);
    assertThat(count(split.validation(), "nut", false)).isZero();
  }

  @Test
  void of_anySamples_partitionsThem() {
    ValidationSplit split = ValidationSplit.of(samples(), 0.37, 1);

    Set<Sample> all = new HashSet<>(split.train());
    assertThat(all).doesNotContainAnyElementsOf(split.validation());
    all.addAll(split.validation());
    assertThat(all).containsExactlyInAnyOrderElementsOf(samples());
  }

  @Test
  void of_otherOrderOfSamples_choosesTheSame() {
    List<Sample> shuffled = new ArrayList<>(samples());
    Collections.shuffle(shuffled, new Random(3));

    assertThat(ValidationSplit.of(shuffled, 42).validation())
        .containsExactlyInAnyOrderElementsOf(ValidationSplit.of(samples(), 42).validation());
  }

  @Test
  void of_otherSeed_choosesOthers() {
    assertThat(ValidationSplit.of(samples(), 42).validation())
        .isNotEqualTo(ValidationSplit.of(samples(), 43).validation());
  }

  @Test
  void of_testSample_isRefused() {
    assertThatThrownBy(() -> ValidationSplit.of(List.of(sample("bolt", 7, false, Split.TEST)), 42))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bolt/good/007.png is a test sample");
  }

  @Test
  void of_fractionOutOfRange_isRefused() {
    assertThatThrownBy(() -> ValidationSplit.of(samples(), 1, 42))
        .hasMessageContaining("(0,1), but is 1.0");
  }

  /** Both stages, and detectors of one category and joint ones, hold out the same images. */
  @Test
  void of_partOfTheSamples_holdsOutTheSameOfThem() {
    List<Sample> all = samples();
    List<Sample> held = ValidationSplit.of(all, 42).validation();
    List<Sample> normal = all.stream().filter(s -> !s.anomalous()).toList();
    assertThat(ValidationSplit.of(normal, 42).validation())
        .containsExactlyElementsOf(held.stream().filter(s -> !s.anomalous()).toList());
    for (String category : all.stream().map(Sample::category).distinct().toList()) {
      List<Sample> own = all.stream().filter(s -> s.category().equals(category)).toList();
      assertThat(ValidationSplit.of(own, 42).validation())
          .containsExactlyElementsOf(
              held.stream().filter(s -> s.category().equals(category)).toList());
    }
  }
}
