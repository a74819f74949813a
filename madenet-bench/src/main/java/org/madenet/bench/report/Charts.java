package org.madenet.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.madenet.bench.evaluation.ScoredSample;
import org.madenet.core.metric.Curve;
import org.madenet.ism.ClassifierReport;

/** Charts as PNG data URIs, drawn at twice the size they are shown in. */
final class Charts {

  private static final int WIDTH = 720;
  private static final int HEIGHT = 540;
  private static final int TICK_PIXELS = 80;
  private static final int MOST_IN_LEGEND = 8;
  private static final int BINS = 40;
  private static final int TENTHS = 10;
  private static final double LABEL_HEIGHT = 0.05;
  private static final Color NORMAL = new Color(0x2F6FDE);
  private static final Color ANOMALOUS = new Color(0xE4572E);
  private static final Color FAINT = new Color(0xD8DCE3);
  private static final Color INK = new Color(0x30343B);

  private Charts() {}

  /**
   * ROC curves by category, over the diagonal of chance. Names of series must differ, so what is no
   * category has a slash, which no folder's name has.
   */
  static String roc(Map<String, Curve> curves) {
    XYChart chart = chart("false positive rate", "true positive rate");
    line(chart, "/chance", new double[] {0, 1}, new double[] {0, 1}, FAINT).setShowInLegend(false);
    return curves(chart, curves);
  }

  /** Precision-recall curves by category. */
  static String precisionRecall(Map<String, Curve> curves) {
    return curves(chart("recall", "precision"), curves);
  }

  private static String curves(XYChart chart, Map<String, Curve> curves) {
    unit(chart);
    int i = 0;
    for (Map.Entry<String, Curve> curve : curves.entrySet()) {
      Color colour =
          curves.size() == 1 ? NORMAL : Color.getHSBColor((float) i++ / curves.size(), 0.7f, 0.8f);
      line(chart, curve.getKey(), curve.getValue().x(), curve.getValue().y(), colour);
    }
    chart.getStyler().setLegendVisible(curves.size() > 1 && curves.size() <= MOST_IN_LEGEND);
    return encode(chart);
  }

  /** Histogram of the scores: share of the normal and of the anomalous images per bin. */
  static String histogram(List<ScoredSample> scores, double threshold, boolean wide) {
    double[] finite =
        scores.stream().mapToDouble(ScoredSample::score).filter(Double::isFinite).toArray();
    double low = Arrays.stream(finite).min().orElse(0);
    double high = Arrays.stream(finite).max().orElse(1);
    double width = high > low ? (high - low) / BINS : 1;
    XYChart chart = chart("anomaly score", "share of images", wide ? 2 * WIDTH : WIDTH);
    chart
        .getStyler()
        .setLegendVisible(true)
        .setLegendPosition(Styler.LegendPosition.OutsideS)
        .setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setXAxisDecimalPattern("0.##").setYAxisDecimalPattern("0.##");
    area(chart, "normal", bins(scores, false, low, width), low, width, NORMAL);
    area(chart, "anomalous", bins(scores, true, low, width), low, width, ANOMALOUS);
    double top =
        chart.getSeriesMap().values().stream().mapToDouble(XYSeries::getYMax).max().orElse(1);
    XYSeries mark =
        line(
            chart,
            "threshold of F1-max",
            new double[] {threshold, threshold},
            new double[] {0, top},
            INK);
    mark.setLineStyle(
        new BasicStroke(3, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {9, 9}, 0));
    return encode(chart);
  }

  /**
   * Reliability diagram: accuracy over confidence in bins of a tenth, each with the number of its
   * images, over the diagonal of a confidence that is right.
   */
  static String reliability(List<ClassifierReport.Bin> bins) {
    XYChart chart = chart("confidence", "accuracy");
    unit(chart);
    double[] accuracy = new double[TENTHS];
    for (ClassifierReport.Bin bin : bins) {
      accuracy[(int) Math.min(TENTHS - 1, bin.confidence() * TENTHS)] = bin.accuracy();
    }
    area(chart, "accuracy", accuracy, 0, 1.0 / TENTHS, NORMAL);
    line(chart, "/calibrated", new double[] {0, 1}, new double[] {0, 1}, INK);
    chart.getStyler().setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.PLAIN, 25));
    chart.getStyler().setAnnotationTextFontColor(INK);
    for (ClassifierReport.Bin bin : bins) {
      double middle = (Math.min(TENTHS - 1, Math.floor(bin.confidence() * TENTHS)) + 0.5) / TENTHS;
      chart.addAnnotation(
          new AnnotationText(Integer.toString(bin.images()), middle, LABEL_HEIGHT, false));
    }
    return encode(chart);
  }

  private static double[] bins(
      List<ScoredSample> scores, boolean anomalous, double low, double width) {
    double[] shares = new double[BINS];
    List<ScoredSample> those =
        scores.stream().filter(s -> s.sample().anomalous() == anomalous).toList();
    for (ScoredSample s : those) {
      int bin = (int) Math.max(0, Math.min(BINS - 1, (s.score() - low) / width));
      shares[bin] += 1.0 / those.size();
    }
    return shares;
  }

  /** Bars as one filled outline, so that two of them can lie over one another. */
  private static void area(
      XYChart chart, String name, double[] shares, double low, double width, Color colour) {
    double[] x = new double[2 * shares.length + 2];
    double[] y = new double[x.length];
    x[0] = low;
    for (int i = 0; i < shares.length; i++) {
      x[2 * i + 1] = low + i * width;
      x[2 * i + 2] = low + (i + 1) * width;
      y[2 * i + 1] = shares[i];
      y[2 * i + 2] = shares[i];
    }
    x[x.length - 1] = low + shares.length * width;
    XYSeries series = line(chart, name, x, y, colour);
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
    series.setFillColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 80));
  }

  private static XYSeries line(XYChart chart, String name, double[] x, double[] y, Color colour) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE).setLineColor(colour);
    series.setLineWidth(4);
    return series;
  }

  private static XYChart chart(String x, String y) {
    return chart(x, y, WIDTH);
  }

  private static XYChart chart(String x, String y, int width) {
    XYChart chart =
        new XYChartBuilder().width(width).height(HEIGHT).xAxisTitle(x).yAxisTitle(y).build();
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 25);
    chart
        .getStyler()
        .setAxisTitleFont(font)
        .setAxisTickLabelsFont(font)
        .setAxisTickLabelsColor(INK)
        .setYAxisTickMarkSpacingHint(TICK_PIXELS)
        .setPlotGridLinesColor(new Color(0xECEEF2))
        .setPlotBorderVisible(false)
        .setChartBackgroundColor(Color.WHITE)
        .setLegendFont(font)
        .setLegendBorderColor(Color.WHITE)
        .setLegendVisible(false)
        .setLegendPosition(Styler.LegendPosition.InsideSE);
    return chart;
  }

  private static void unit(XYChart chart) {
    chart
        .getStyler()
        .setXAxisMin(0.0)
        .setXAxisMax(1.0)
        .setYAxisMin(0.0)
        .setYAxisMax(1.0)
        .setXAxisDecimalPattern("0.0#")
        .setYAxisDecimalPattern("0.0");
    // XChart puts ticks at the data where its x values are equally spaced, as those of a curve of
    // few points can be. With these among them they are not, unless they are all the tenths.
    double[] uneven = {0, 0.1, 1};
    line(chart, "/ticks", uneven, uneven, new Color(0, true)).setShowInLegend(false);
  }

  private static String encode(XYChart chart) {
    try {
      return Picture.png(BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode a chart", e);
    }
  }

  static <T> Map<String, Curve> byName(
      List<T> items, Function<T, String> name, Function<T, Curve> curve) {
    Map<String, Curve> all = new LinkedHashMap<>();
    items.forEach(item -> all.put(name.apply(item), curve.apply(item)));
    return all;
  }
}
