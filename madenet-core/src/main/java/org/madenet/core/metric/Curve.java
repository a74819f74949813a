package org.madenet.core.metric;

import java.util.ArrayList;

/**
 * Points of a curve for drawing. Long curves are thinned to about {@link #MOST_POINTS}; metrics are
 * never computed from them.
 *
 * @param x for a ROC curve the false positive rate, for a precision-recall curve the recall
 * @param y for a ROC curve the true positive rate, for a precision-recall curve the precision
 */
public record Curve(double[] x, double[] y) {

  /** About the number of points kept. */
  public static final int MOST_POINTS = 512;

  /** Checks that both have the same length. */
  public Curve {
    if (x.length != y.length) {
      throw new IllegalArgumentException(x.length + " x values and " + y.length + " y values");
    }
  }

  /** Collects points, dropping those that lie closer together than can be seen. */
  static final class Builder {

    private static final double STEP = 2.0 / MOST_POINTS;

    private final ArrayList<double[]> points = new ArrayList<>();
    private double lastX;
    private double lastY;

    void add(double x, double y) {
      lastX = x;
      lastY = y;
      double[] kept = points.isEmpty() ? null : points.get(points.size() - 1);
      if (kept == null || Math.abs(x - kept[0]) >= STEP || Math.abs(y - kept[1]) >= STEP) {
        points.add(new double[] {x, y});
      }
    }

    Curve build() {
      double[] kept = points.isEmpty() ? null : points.get(points.size() - 1);
      if (kept != null && (kept[0] != lastX || kept[1] != lastY)) {
        points.add(new double[] {lastX, lastY});
      }
      return new Curve(
          points.stream().mapToDouble(p -> p[0]).toArray(),
          points.stream().mapToDouble(p -> p[1]).toArray());
    }
  }
}
