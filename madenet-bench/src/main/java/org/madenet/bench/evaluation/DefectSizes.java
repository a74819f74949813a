package org.madenet.bench.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.madenet.core.metric.ImageScores;

/**
 * How well small and large defects are found: image AUROC of the anomalous images of each size
 * against all normal images. The size is the share of the image that its mask marks.
 */
public final class DefectSizes {

  /**
   * The images of one range of sizes.
   *
   * @param range in words
   * @param images how many there are, at least 1
   * @param imageAuroc against all normal images
   */
  public record Size(String range, int images, double imageAuroc) {}

  private static final double[] BOUNDS = {0.001, 0.01, 0.1};
  private static final List<String> RANGES =
      List.of("below 0.1 %", "0.1 to 1 %", "1 to 10 %", "10 % and more");

  private final List<Double> normal = new ArrayList<>();
  private final List<List<Double>> anomalous = new ArrayList<>();

  DefectSizes() {
    RANGES.forEach(range -> anomalous.add(new ArrayList<>()));
  }

  void addNormal(double score) {
    normal.add(score);
  }

  /** Adds an anomalous image; one without a marked pixel has no size and is left out. */
  void addAnomalous(double score, boolean[] mask) {
    int marked = 0;
    for (boolean pixel : mask) {
      marked += pixel ? 1 : 0;
    }
    if (marked > 0) {
      anomalous.get(rangeOf(marked / (double) mask.length)).add(score);
    }
  }

  private static int rangeOf(double share) {
    int range = 0;
    while (range < BOUNDS.length && share >= BOUNDS[range]) {
      range++;
    }
    return range;
  }

  /** The sizes that occur, from small to large; none without normal images. */
  List<Size> build() {
    List<Size> sizes = new ArrayList<>();
    for (int range = 0; range < RANGES.size() && !normal.isEmpty(); range++) {
      List<Double> members = anomalous.get(range);
      if (!members.isEmpty()) {
        ImageScores scores = new ImageScores();
        normal.forEach(score -> scores.add("normal", score, false));
        members.forEach(score -> scores.add("anomalous", score, true));
        sizes.add(new Size(RANGES.get(range), members.size(), scores.compute().auroc()));
      }
    }
    return sizes;
  }
}
