package org.madenet.bench.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.madenet.core.train.RandomStreams;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Sample;

/**
 * A training part in which only a share of the defects is annotated; the others are not there.
 *
 * @param share of the anomalous images of each category, in (0,1]
 */
public record LabelBudget(double share) {

  /** With one there would be none for training, or none for validation. */
  static final int LEAST = 2;

  /** Checks the range. */
  public LabelBudget {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "a share of the defects must be above 0 and at most 1, but is " + share);
    }
  }

  /**
   * Takes the share: of each category the nearest whole number of anomalous images, but two at
   * least where there are as many. A larger share of the same seed holds all of a smaller one.
   *
   * @param training the training part
   * @param seed of the draw
   * @return all normal images and those anomalous ones
   */
  public AnomalyDataset of(AnomalyDataset training, long seed) {
    Map<String, List<String>> byCategory = new TreeMap<>();
    for (Sample sample : training.samples()) {
      if (sample.anomalous()) {
        byCategory.computeIfAbsent(sample.category(), c -> new ArrayList<>()).add(sample.id());
      }
    }
    Set<String> kept = new HashSet<>();
    byCategory.forEach(
        (category, ids) -> {
          Collections.sort(ids);
          Collections.shuffle(
              ids, new Random(new RandomStreams(seed).forPurpose("budget " + category).seed()));
          int count = Math.max(LEAST, (int) Math.round(share * ids.size()));
          kept.addAll(ids.subList(0, Math.min(ids.size(), count)));
        });
    return training.filter(s -> !s.anomalous() || kept.contains(s.id()));
  }
}
