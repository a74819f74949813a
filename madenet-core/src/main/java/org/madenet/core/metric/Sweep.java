package org.madenet.core.metric;

/**
 * Lowers a threshold from the highest score to the lowest and keeps every metric up to date on the
 * way. Each call of {@link #step} is one distinct score: all samples with that score become
 * positive together, which is how scikit-learn treats ties.
 *
 * <ul>
 *   <li>AUROC: area under (false positive rate, true positive rate), trapezoids.
 *   <li>Average precision: sum of precision times gain in recall (not trapezoids).
 *   <li>F1-max: largest 2TP / (2TP + FP + FN); of equal ones the highest threshold, which raises
 *       fewer alarms.
 *   <li>AUPRO: area under (false positive rate, mean over ground-truth regions of the share found)
 *       up to a false positive rate, divided by that rate; the last segment is cut by linear
 *       interpolation.
 * </ul>
 */
final class Sweep {

  private final long positives;
  private final long negatives;
  private final double fprLimit;
  private final Curve.Builder roc = new Curve.Builder();
  private final Curve.Builder precisionRecall = new Curve.Builder();

  private long truePositives;
  private long falsePositives;
  private double regionShare;
  private double area;
  private double precisionSum;
  private double f1Max = -1;
  private double f1Threshold = Double.NaN;
  private double regionArea;

  /**
   * A sweep over counted samples.
   *
   * @param positives number of anomalous samples, at least 1
   * @param negatives number of normal samples, at least 1
   * @param fprLimit where the integration of AUPRO ends, in (0,1]
   */
  Sweep(long positives, long negatives, double fprLimit) {
    this.positives = positives;
    this.negatives = negatives;
    this.fprLimit = fprLimit;
    roc.add(0, 0);
  }

  /**
   * The next lower score.
   *
   * @param threshold the score; not looked at where there are no hits
   * @param hits anomalous samples that have it
   * @param alarms normal samples that have it
   * @param share what these hits add to the mean share of regions found
   */
  void step(double threshold, long hits, long alarms, double share) {
    double fprBefore = falsePositives / (double) negatives;
    double shareBefore = regionShare;
    // Trapezoid of the step, in counts: a sum of halves, exact while positives * negatives < 2^52
    // (67 million of each). Beyond that each step rounds by 1e-16 of the sum.
    area += alarms * (truePositives + hits / 2.0);
    truePositives += hits;
    falsePositives += alarms;
    // Shares of single pixels, 1/area each, need not sum to 1 exactly.
    regionShare = Math.min(1, regionShare + share);
    double fpr = falsePositives / (double) negatives;
    if (hits > 0) {
      double precision = truePositives / (double) (truePositives + falsePositives);
      precisionSum += precision * hits;
      double f1 = 2.0 * truePositives / (truePositives + falsePositives + positives);
      if (f1 > f1Max) {
        f1Max = f1;
        f1Threshold = threshold;
      }
      precisionRecall.add(truePositives / (double) positives, precision);
    }
    roc.add(fpr, truePositives / (double) positives);
    integrateRegions(fprBefore, shareBefore, fpr);
  }

  private void integrateRegions(double fprBefore, double shareBefore, double fpr) {
    if (fprBefore >= fprLimit || fpr == fprBefore) {
      return;
    }
    double end = Math.min(fpr, fprLimit);
    double t = (end - fprBefore) / (fpr - fprBefore);
    double shareAtEnd = shareBefore + t * (regionShare - shareBefore);
    regionArea += (end - fprBefore) * (shareBefore + shareAtEnd) / 2;
  }

  double auroc() {
    return Math.min(1, area / ((double) positives * negatives));
  }

  double averagePrecision() {
    return precisionSum / positives;
  }

  double f1Max() {
    return f1Max;
  }

  double f1Threshold() {
    return f1Threshold;
  }

  double aupro() {
    return Math.min(1, regionArea / fprLimit);
  }

  Curve roc() {
    return roc.build();
  }

  Curve precisionRecall() {
    return precisionRecall.build();
  }
}
