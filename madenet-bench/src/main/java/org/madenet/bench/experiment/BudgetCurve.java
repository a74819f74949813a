package org.madenet.bench.experiment;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.madenet.bench.table.Spread;
import org.madenet.core.io.AtomicFiles;

/**
 * Draws what annotated defects bring: a metric over their number, with deviations over the seeds.
 */
public final class BudgetCurve {

  /** Name of the picture in a budget's folder. */
  public static final String FILE = "curve.png";

  private static final int WIDTH = 900;
  private static final int HEIGHT = 600;

  private BudgetCurve() {}

  /**
   * Draws the curves.
   *
   * @param title of the chart
   * @param points from few to many defects
   * @param metrics names of the metrics
   * @param file a PNG; replaced if it exists
   * @throws IOException if it cannot be written
   */
  public static void write(
      String title, List<BudgetExperiment.Point> points, List<String> metrics, Path file)
      throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("annotated defects")
            .yAxisTitle("mean over the categories")
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setYAxisMax(1.0);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideSE);
    double[] x = points.stream().mapToDouble(BudgetExperiment.Point::defects).toArray();
    for (String metric : metrics) {
      List<Optional<Spread>> spreads =
          points.stream().map(p -> ExperimentResults.mean(p.results(), metric)).toList();
      if (spreads.stream().allMatch(Optional::isPresent)) {
        double[] mean = spreads.stream().mapToDouble(s -> s.get().mean()).toArray();
        double[] deviation = spreads.stream().mapToDouble(s -> s.get().deviation()).toArray();
        chart.addSeries(metric, x, mean, deviation).setMarker(SeriesMarkers.CIRCLE);
      }
    }
    byte[] png = BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG);
    AtomicFiles.write(file, out -> out.write(png));
  }
}
