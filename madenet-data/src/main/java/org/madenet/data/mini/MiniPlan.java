package org.madenet.data.mini;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.madenet.data.manudefect.AnomalyType;
import org.madenet.data.manudefect.ComponentCategory;

/**
 * Which images a ManuDefect-mini consists of, known before the first is rendered.
 *
 * <p>Counts are Table 3's times the scale, rounded, but at least {@link #LEAST_TRAIN_GOOD} and
 * {@link #LEAST_TEST_GOOD} normal images, and at least one anomalous image of each of the
 * category's types in both splits: without them the metrics of the rare categories would be
 * undefined.
 *
 * @param items in the order of the manifest
 */
record MiniPlan(List<Item> items) {

  /** Fewest normal training images of a category. */
  static final int LEAST_TRAIN_GOOD = 24;

  /** Fewest normal test images of a category. */
  static final int LEAST_TEST_GOOD = 10;

  MiniPlan {
    items = List.copyOf(items);
  }

  /**
   * One image to be.
   *
   * @param category its category
   * @param split {@code train} or {@code test}
   * @param type its anomaly, or empty if normal
   * @param number unique within the category
   * @param seed of the rendering
   */
  record Item(
      ComponentCategory category, String split, Optional<AnomalyType> type, int number, long seed) {

    String defectType() {
      return type.map(AnomalyType::folder).orElse("good");
    }

    private String stem() {
      return String.format(Locale.ROOT, "%05d", number);
    }

    /** Path of the image below the dataset's folder. */
    String image() {
      return category + "/" + split + "/" + defectType() + "/" + stem() + ".png";
    }

    /** Path of the mask; empty for a normal image. */
    Optional<String> mask() {
      String folder = split.equals("train") ? "ground_truth_train" : "ground_truth";
      return type.map(t -> category + "/" + folder + "/" + t.folder() + "/" + stem() + "_mask.png");
    }
  }

  static MiniPlan of(MiniOptions options) {
    List<Item> items = new ArrayList<>();
    for (ComponentCategory category : options.categories()) {
      ComponentCategory.Counts counts = category.counts();
      int number = 0;
      int types = category.types().size();
      for (String split : List.of("train", "test")) {
        boolean train = split.equals("train");
        int good = scaled(train ? counts.trainGood() : counts.testGood(), options.scale());
        int bad = scaled(train ? counts.trainAnomaly() : counts.testAnomaly(), options.scale());
        good = Math.max(good, train ? LEAST_TRAIN_GOOD : LEAST_TEST_GOOD);
        bad = Math.max(bad, types);
        for (int i = 0; i < good; i++) {
          items.add(item(options, category, split, Optional.empty(), number++));
        }
        List<AnomalyType> order = new ArrayList<>(category.types());
        Collections.shuffle(
            order, new Random(Hash.mix(options.seed(), category.ordinal() * 2L + (train ? 1 : 0))));
        for (int i = 0; i < bad; i++) {
          items.add(item(options, category, split, Optional.of(order.get(i % types)), number++));
        }
      }
    }
    return new MiniPlan(items);
  }

  private static int scaled(int count, double scale) {
    return (int) Math.round(count * scale);
  }

  private static Item item(
      MiniOptions options,
      ComponentCategory category,
      String split,
      Optional<AnomalyType> type,
      int number) {
    long seed = Hash.mix(Hash.mix(options.seed(), category.ordinal() + 100), number);
    return new Item(category, split, type, number, seed);
  }
}
