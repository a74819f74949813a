package org.madenet.data.reader;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.madenet.data.ReadOptions;
import org.madenet.data.Split;

/** A split drawn at random, for layouts that come without one. */
final class RandomSplit {

  private RandomSplit() {}

  /** Draws from files in sorted order, so that the result depends on names and seed alone. */
  static Map<Path, Split> of(List<Path> sorted, ReadOptions options) {
    List<Path> drawn = new ArrayList<>(sorted);
    Collections.shuffle(drawn, new Random(options.seed()));
    long train = Math.round(sorted.size() * options.trainFraction());
    Map<Path, Split> splits = new HashMap<>();
    for (int i = 0; i < drawn.size(); i++) {
      splits.put(drawn.get(i), i < train ? Split.TRAIN : Split.TEST);
    }
    return splits;
  }

  static String note(String unit, ReadOptions options) {
    return "the dataset has no split of its own: %.0f %% of the images %s were drawn for training, seed %d"
        .formatted(options.trainFraction() * 100, unit, options.seed());
  }
}
