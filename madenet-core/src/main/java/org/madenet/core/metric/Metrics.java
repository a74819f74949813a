package org.madenet.core.metric;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * The one list of metrics. Tables, reports and {@code metrics.json} have its entries in its order.
 */
public final class Metrics {

  private static final List<Metric> ALL =
      List.of(
          image("image_auroc", "image AUROC", ImageResult::auroc),
          image("image_ap", "image AP", ImageResult::averagePrecision),
          image("image_f1max", "image F1-max", ImageResult::f1Max),
          pixel("pixel_auroc", "pixel AUROC", PixelResult::auroc),
          pixel("pixel_ap", "pixel AP", PixelResult::averagePrecision),
          pixel("pixel_f1max", "pixel F1-max", PixelResult::f1Max),
          pixel("aupro", "AUPRO", PixelResult::aupro));

  private Metrics() {}

  /**
   * All metrics.
   *
   * @return in the order of tables
   */
  public static List<Metric> all() {
    return ALL;
  }

  private static Metric image(String name, String title, ToDoubleFunction<ImageResult> figure) {
    return new Metric(name, title, e -> OptionalDouble.of(figure.applyAsDouble(e.image())));
  }

  private static Metric pixel(String name, String title, ToDoubleFunction<PixelResult> figure) {
    return new Metric(
        name,
        title,
        e ->
            e.pixel().isPresent()
                ? OptionalDouble.of(figure.applyAsDouble(e.pixel().get()))
                : OptionalDouble.empty());
  }
}
