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
    long anomalous = anomalous();
    long normal = entries.size() - anomalous;
    Sweep sweep = new Sweep(anomalous, normal, 1);
    descend((score, hits, alarms) -> sweep.step(score, hits, alarms, 0));
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

  /**
   * Finds the threshold with the lowest expected cost; of equal ones the highest, which raises
   * fewer alarms. It is the best for these images: for a figure of what to expect, find it on other
   * images than those it is judged by.
   *
   * @param costs of misses and false alarms
   * @return the threshold and what it does
   * @throws UndefinedMetricException if there are no images, or images of one class only
   */
  public OperatingPoint cheapest(Costs costs) {
    long anomalous = anomalous();
    long normal = entries.size() - anomalous;
    double share = costs.anomalousShare().orElse(anomalous / (double) entries.size());
    List<OperatingPoint> points = new ArrayList<>();
    points.add(new OperatingPoint(Double.POSITIVE_INFINITY, 1, 0, share * costs.miss()));
    long[] seen = new long[2];
    descend(
        (score, hits, alarms) -> {
          seen[0] += hits;
          seen[1] += alarms;
          double missRate = (anomalous - seen[0]) / (double) anomalous;
          double alarmRate = seen[1] / (double) normal;
          double cost =
              share * costs.miss() * missRate + (1 - share) * costs.falseAlarm() * alarmRate;
          points.add(new OperatingPoint(score, missRate, alarmRate, cost));
        });
    return points.stream()
        .min(Comparator.comparingDouble(OperatingPoint::expectedCost))
        .orElseThrow();
  }

  private interface Steps {
    void step(double score, long hits, long alarms);
  }

  /** Visits the distinct scores from the highest to the lowest, with what has each. */
  private void descend(Steps steps) {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingDouble(Entry::score).reversed());
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
      steps.step(score, hits, alarms);
    }
  }

  private long anomalous() {
    long anomalous = entries.stream().filter(Entry::anomalous).count();
    if (anomalous == 0 || anomalous == entries.size()) {
      throw new UndefinedMetricException(oneClass(anomalous == 0 ? "normal" : "anomalous"));
    }
    return anomalous;
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
