package org.madenet.bench.junit;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.madenet.bench.table.MethodResult;
import org.madenet.core.Stage;
import org.madenet.core.metric.Metric;
import org.madenet.core.metric.Metrics;

/**
 * Assertions about the result of an experiment. Figures are means over the categories unless a
 * category is named.
 */
public final class ExperimentResultAssert
    extends AbstractAssert<ExperimentResultAssert, ExperimentResult> {

  private Stage stage;
  private String category;

  ExperimentResultAssert(ExperimentResult actual) {
    super(actual, ExperimentResultAssert.class);
  }

  /**
   * What follows is about the unsupervised detector.
   *
   * @return this
   */
  public ExperimentResultAssert afterFit() {
    return after(Stage.FIT);
  }

  /**
   * What follows is about the fine-tuned detector.
   *
   * @return this
   */
  public ExperimentResultAssert afterFineTuning() {
    return after(Stage.FINE_TUNE);
  }

  private ExperimentResultAssert after(Stage wanted) {
    isNotNull();
    if (actual.after(wanted).isEmpty()) {
      failWithMessage(
          "Expected %s to have figures after stage %s, but it has none: does the method have that stage, and do the data have what it needs?",
          actual.method().title(), wanted);
    }
    stage = wanted;
    return this;
  }

  /**
   * What follows is about one category.
   *
   * @param name its name
   * @return this
   */
  public ExperimentResultAssert category(String name) {
    isNotNull();
    if (!actual.results().categories().contains(name)) {
      failWithMessage(
          "Expected a category '%s', but there are %s", name, actual.results().categories());
    }
    category = name;
    return this;
  }

  /**
   * Image AUROC.
   *
   * @return assertions about it
   */
  public FigureAssert imageAuroc() {
    return metric("image_auroc");
  }

  /**
   * Image AP.
   *
   * @return assertions about it
   */
  public FigureAssert imageAp() {
    return metric("image_ap");
  }

  /**
   * Pixel AUROC.
   *
   * @return assertions about it
   */
  public FigureAssert pixelAuroc() {
    return metric("pixel_auroc");
  }

  /**
   * Pixel AP.
   *
   * @return assertions about it
   */
  public FigureAssert pixelAp() {
    return metric("pixel_ap");
  }

  /**
   * AUPRO.
   *
   * @return assertions about it
   */
  public FigureAssert aupro() {
    return metric("aupro");
  }

  /**
   * Any metric.
   *
   * @param name as {@link Metrics} has it
   * @return assertions about it
   * @throws IllegalArgumentException if there is no such metric
   */
  public FigureAssert metric(String name) {
    isNotNull();
    if (Metrics.all().stream().noneMatch(m -> m.name().equals(name))) {
      throw new IllegalArgumentException(
          "there is no metric '%s'; choose from %s"
              .formatted(
                  name,
                  Metrics.all().stream().map(Metric::name).collect(Collectors.joining(", "))));
    }
    Stage of = stage == null ? last() : stage;
    List<OptionalDouble> figures =
        actual.after(of).stream().map(result -> figure(result, name)).toList();
    String what =
        "%s of %s after stage %s%s"
            .formatted(
                name,
                actual.method().title(),
                of,
                category == null ? "" : ", category " + category);
    if (figures.isEmpty() || figures.stream().anyMatch(OptionalDouble::isEmpty)) {
      failWithMessage("Expected %s to be defined, but it is not", what);
    }
    return new FigureAssert(
        what, figures.stream().mapToDouble(OptionalDouble::getAsDouble).toArray());
  }

  private Stage last() {
    return Arrays.stream(Stage.values())
        .filter(s -> !actual.after(s).isEmpty())
        .reduce((earlier, later) -> later)
        .orElse(Stage.FIT);
  }

  private OptionalDouble figure(MethodResult result, String metric) {
    return category == null ? result.mean(metric) : result.figure(category, metric);
  }
}
