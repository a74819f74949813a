package org.madenet.core.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Collects one anomaly score per image. Infinite scores are allowed and ordered; NaN is not. Not
 * safe for several threads.
 */
public final class ImageScores {

  private static final int NAMED = 5;

  private record Entry(String id, double score, boolean anomalous) {}

  private final List<Entry> entries = new ArrayList<>();

  /**
   * Adds an image.
   *
   * @param id for messages
   * @param score higher is more anomalous
   * @param anomalous ground truth
   * @throws UndefinedMetricException if the score is NaN
   */
  public void add(String id, double score, boolean anomalous) {
    if (Double.isNaN(score)) {
      throw new UndefinedMetricException("the anomaly score of " + id + " is NaN");
    }
    // Adding zero turns -0.0 into 0.0: they are one score.
    entries.add(new Entry(id, score + 0.0, anomalous));
  }

  /**
   * Number of images so far.
   *
   * @return the count
   */
  public int size() {
    return entries.size();
  }

  /**
   * Computes the metrics of what was added.
   *
   * @return the metrics
   * @throws UndefinedMetricException if there are no images, or images of one class only
   */
  public ImageResult compute() {
    long anomalous = entries.stream().filter(Entry::anomalous).count();
    long normal = entries.size() - anomalous;
    if (anomalous == 0 || normal == 0) {
      throw new UndefinedMetricException(oneClass(normal == 0 ? "anomalous" : "normal"));
    }
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingDouble(Entry::score).reversed());
    Sweep sweep = new Sweep(anomalous, normal, 1);
    int next = 0;
    while (next < sorted.size()) {
      double score = sorted.get(next).score();
      long hits = 0;
      long alarms = 0;
      while (next < sorted.size() && sorted.get(next).score() == score) {
        if (sorted.get(next++).anomalous()) {
          hits++;
        } else {
          alarms++;
        }
      }
      sweep.step(score, hits, alarms, 0);
    }
    return new ImageResult(
        sweep.auroc(),
        sweep.averagePrecision(),
        sweep.f1Max(),
        sweep.f1Threshold(),
        normal,
        anomalous,
        sweep.roc(),
        sweep.precisionRecall());
  }

  private String oneClass(String only) {
    if (entries.isEmpty()) {
      return "image metrics need images, and none were added";
    }
    String names = entries.stream().limit(NAMED).map(Entry::id).collect(Collectors.joining(", "));
    return "image metrics need normal and anomalous images, but all "
        + entries.size()
        + " are "
        + only
        + ": "
        + names
        + (entries.size() > NAMED ? ", ..." : "");
  }
}
