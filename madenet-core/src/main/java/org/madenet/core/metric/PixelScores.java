package org.madenet.core.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.madenet.core.AnomalyMap;

/**
 * Collects anomaly maps with their ground-truth masks, one image at a time; neither is kept. The
 * metrics are exact: normal pixels are counted per distinct score, anomalous ones take eight bytes
 * each. Infinite scores are allowed and ordered; NaN is not. Not safe for several threads.
 */
public final class PixelScores {

  /** The usual false positive rate up to which AUPRO integrates. */
  public static final double DEFAULT_FPR_LIMIT = 0.3;

  private static final int NAMED = 5;

  private final double fprLimit;
  private final ScoreCounts normal = new ScoreCounts();
  private final List<String> ids = new ArrayList<>();
  private int[] areas = new int[64];
  private int regions;
  private long[] anomalous = new long[1 << 12];
  private int anomalousCount;
  private int images;

  /** A collection with AUPRO up to a false positive rate of 0.3. */
  public PixelScores() {
    this(DEFAULT_FPR_LIMIT);
  }

  /**
   * A collection.
   *
   * @param fprLimit where AUPRO's integration ends, in (0,1]
   */
  public PixelScores(double fprLimit) {
    if (!(fprLimit > 0 && fprLimit <= 1)) {
      throw new IllegalArgumentException("fprLimit must be in (0,1], but is " + fprLimit);
    }
    this.fprLimit = fprLimit;
  }

  /**
   * Adds an image.
   *
   * @param id for messages
   * @param map scores, higher is more anomalous
   * @param mask ground truth, {@code true} = anomalous, row by row, as many as the map has pixels
   * @throws UndefinedMetricException if a score is NaN; nothing is added then
   * @throws IllegalArgumentException if map and mask differ in size
   */
  public void add(String id, AnomalyMap map, boolean[] mask) {
    float[] scores = map.values();
    if (mask.length != scores.length) {
      throw new IllegalArgumentException(
          id
              + ": the map has "
              + scores.length
              + " pixels ("
              + map.size()
              + "), the mask "
              + mask.length);
    }
    boolean any = false;
    for (int i = 0; i < scores.length; i++) {
      if (Float.isNaN(scores[i])) {
        throw new UndefinedMetricException(
            "the anomaly map of "
                + id
                + " is NaN at row "
                + i / map.size().width()
                + ", column "
                + i % map.size().width());
      }
      any |= mask[i];
    }
    images++;
    if (ids.size() < NAMED) {
      ids.add(id);
    }
    GroundTruthRegions found = any ? GroundTruthRegions.of(mask, map.size().width()) : null;
    for (int i = 0; i < scores.length; i++) {
      int key = ScoreCounts.key(scores[i]);
      if (mask[i]) {
        addAnomalous(key, regions + found.label(i));
      } else {
        normal.add(key);
      }
    }
    if (found != null) {
      addRegions(found);
    }
  }

  /**
   * Computes the metrics of what was added. More can be added afterwards.
   *
   * @return the metrics
   * @throws UndefinedMetricException if there are no pixels, or pixels of one class only
   */
  public PixelResult compute() {
    if (anomalousCount == 0 || normal.total() == 0) {
      throw new UndefinedMetricException(oneClass());
    }
    // Keys are compared as unsigned ints: flipping the sign bit makes the signed sort of longs do
    // that.
    long[] sorted = Arrays.copyOf(anomalous, anomalousCount);
    Arrays.parallelSort(sorted);
    Sweep sweep = new Sweep(anomalousCount, normal.total(), fprLimit);
    long[] counts = new long[1 << 16];
    int next = sorted.length - 1;
    for (int page = (1 << 16) - 1; page >= 0; page--) {
      boolean hits = next >= 0 && key(sorted[next]) >>> 16 == page;
      if (!hits && !normal.has(page)) {
        continue;
      }
      Arrays.fill(counts, 0);
      normal.addTo(page, counts);
      next = sweepPage(sweep, page, counts, sorted, next);
    }
    return new PixelResult(
        sweep.auroc(),
        sweep.averagePrecision(),
        sweep.f1Max(),
        sweep.f1Threshold(),
        sweep.aupro(),
        fprLimit,
        normal.total(),
        anomalousCount,
        regions,
        sweep.roc(),
        sweep.precisionRecall());
  }

  /**
   * Goes through one page of scores downwards; normal pixels between two anomalous ones are one
   * step.
   */
  private int sweepPage(Sweep sweep, int page, long[] counts, long[] sorted, int next) {
    long alarms = 0;
    for (int cell = counts.length - 1; cell >= 0; cell--) {
      int key = page << 16 | cell;
      if (next < 0 || key(sorted[next]) != key) {
        alarms += counts[cell];
        continue;
      }
      if (alarms > 0) {
        sweep.step(Double.NaN, 0, alarms, 0);
        alarms = 0;
      }
      long hits = 0;
      double share = 0;
      while (next >= 0 && key(sorted[next]) == key) {
        hits++;
        share += 1.0 / areas[(int) sorted[next]];
        next--;
      }
      sweep.step(ScoreCounts.score(key), hits, counts[cell], share / regions);
    }
    if (alarms > 0) {
      sweep.step(Double.NaN, 0, alarms, 0);
    }
    return next;
  }

  private static int key(long anomalousPixel) {
    return (int) (anomalousPixel >>> 32) ^ Integer.MIN_VALUE;
  }

  private void addAnomalous(int key, int region) {
    if (anomalousCount == anomalous.length) {
      if (anomalousCount > Integer.MAX_VALUE / 2) {
        throw new IllegalStateException(
            "more than " + anomalousCount + " anomalous pixels: evaluate fewer images at a time");
      }
      anomalous = Arrays.copyOf(anomalous, anomalousCount * 2);
    }
    anomalous[anomalousCount++] = (long) (key ^ Integer.MIN_VALUE) << 32 | region;
  }

  private void addRegions(GroundTruthRegions found) {
    int all = regions + found.count();
    if (all > areas.length) {
      areas = Arrays.copyOf(areas, Math.max(all, 2 * areas.length));
    }
    for (int i = 0; i < found.count(); i++) {
      areas[regions + i] = found.area(i);
    }
    regions = all;
  }

  private String oneClass() {
    if (images == 0) {
      return "pixel metrics need anomaly maps, and none were added";
    }
    return "pixel metrics need normal and anomalous pixels, but all pixels of the "
        + images
        + " images are "
        + (anomalousCount == 0 ? "normal" : "anomalous")
        + ": "
        + String.join(", ", ids)
        + (images > NAMED ? ", ..." : "");
  }
}
