package org.madenet.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.madenet.core.train.RandomStreams;

/**
 * Cuts a validation part off the training samples, stratified by category and label. The same
 * samples and seed give the same parts, whatever the order of the samples. Each category and label
 * is drawn by itself: which of its samples are held out does not depend on what else there is, so
 * that detectors of one category, joint detectors and both stages hold out the same images.
 *
 * @param train what is left for training, in the order given
 * @param validation for early stopping and choices between models, in the order given
 */
public record ValidationSplit(List<Sample> train, List<Sample> validation) {

  /** The fraction that the paper's protocol uses. */
  public static final double DEFAULT_FRACTION = 0.2;

  /** Copies the lists. */
  public ValidationSplit {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
  }

  /**
   * Cuts off a fifth.
   *
   * @param samples training samples
   * @param seed seed of the draw
   * @return the two parts
   * @throws IllegalArgumentException as for {@link #of(List, double, long)}
   */
  public static ValidationSplit of(List<Sample> samples, long seed) {
    return of(samples, DEFAULT_FRACTION, seed);
  }

  /**
   * Cuts off a fraction of every category and label, rounded to the nearest count, but at least one
   * sample of each that has two or more.
   *
   * @param samples training samples
   * @param fraction validation part, in (0,1)
   * @param seed seed of the draw
   * @return the two parts
   * @throws IllegalArgumentException if the fraction is out of range, or a sample is of the test
   *     split: test images touch nothing but the final numbers
   */
  public static ValidationSplit of(List<Sample> samples, double fraction, long seed) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException("fraction must be in (0,1), but is " + fraction);
    }
    Map<String, List<String>> strata = new TreeMap<>();
    for (Sample sample : samples) {
      if (sample.split() == Split.TEST) {
        throw new IllegalArgumentException(
            sample.id() + " is a test sample; validation is cut from training samples");
      }
      strata
          .computeIfAbsent(sample.category() + "\0" + sample.anomalous(), k -> new ArrayList<>())
          .add(sample.id());
    }
    RandomStreams streams = new RandomStreams(seed).forPurpose("validation split");
    Set<String> chosen = new HashSet<>();
    for (Map.Entry<String, List<String>> stratum : strata.entrySet()) {
      List<String> ids = stratum.getValue();
      Collections.sort(ids);
      Collections.shuffle(ids, new Random(streams.forPurpose(stratum.getKey()).seed()));
      long count = Math.round(ids.size() * fraction);
      if (ids.size() >= 2) {
        count = Math.min(ids.size() - 1, Math.max(1, count));
      }
      chosen.addAll(ids.subList(0, (int) count));
    }
    return new ValidationSplit(
        samples.stream().filter(s -> !chosen.contains(s.id())).toList(),
        samples.stream().filter(s -> chosen.contains(s.id())).toList());
  }
}
