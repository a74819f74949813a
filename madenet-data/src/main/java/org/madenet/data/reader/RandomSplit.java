package org.madenet.data.reader;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.madenet.data.Fingerprint;
import org.madenet.data.ReadOptions;
import org.madenet.data.Split;

/** A split drawn at random, for layouts that come without one. */
final class RandomSplit {

  private RandomSplit() {}

  /**
   * Draws by digests of seed and identifier, each file by itself: a file that comes or goes changes
   * the part of one other at most, and a folder that moves changes none.
   */
  static Map<Path, Split> of(List<Path> images, Function<Path, String> id, ReadOptions options) {
    Map<Path, String> draws = new HashMap<>();
    for (Path image : images) {
      draws.put(image, Fingerprint.ofText(options.seed() + "\t" + id.apply(image)));
    }
    List<Path> drawn = images.stream().sorted(Comparator.comparing(draws::get)).toList();
    long train = Math.round(images.size() * options.trainFraction());
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
