package org.madenet.bench.junit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.madenet.bench.junit.ExperimentAssertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.madenet.bench.experiment.CellKey;
import org.madenet.bench.experiment.ExperimentPlan;
import org.madenet.bench.experiment.ExperimentRecord;
import org.madenet.bench.experiment.ExperimentResults;
import org.madenet.bench.experiment.Method;
import org.madenet.bench.table.MethodResult;
import org.madenet.core.ImageSize;
import org.madenet.core.Stage;
import org.madenet.data.AnomalyDataset;

class ExperimentResultAssertTest {

  private static final Method METHOD =
      new Method("sfad", "SFAD", Method.Role.BASELINE, Optional.empty());

  /** Image AUROC of two categories, by seed. */
  private static ExperimentResult result(double[]... seeds) {
    return of(
        Arrays.stream(seeds)
            .map(
                figures ->
                    Map.of(
                        "bolt", Map.of("image_auroc", figures[0]),
                        "nut", Map.of("image_auroc", figures[1])))
            .toList());
  }

  /** Figures by category, of each seed. */
  private static ExperimentResult of(List<Map<String, Map<String, Double>>> seeds) {
    Map<CellKey, MethodResult> cells = new LinkedHashMap<>();
    for (int seed = 0; seed < seeds.size(); seed++) {
      cells.put(
          new CellKey("sfad", Stage.FIT, seed),
          new MethodResult("SFAD", "made up", seeds.get(seed)));
    }
    List<Long> numbers = seeds.size() == 1 ? List.of(0L) : List.of(0L, 1L);
    ExperimentPlan plan =
        new ExperimentPlan(
            "lite", numbers, List.of("sfad"), ImageSize.square(256), null, List.of());
    AnomalyDataset empty =
        new AnomalyDataset("made up", "mvtec", Path.of("."), List.of(), List.of(), List.of());
    return new ExperimentResult(
        METHOD,
        new ExperimentResults("made up", numbers, List.of(METHOD), cells, Map.of()),
        ExperimentRecord.of(plan, empty, "test"),
        Path.of("."));
  }

  private static final ExperimentResult TWO_SEEDS =
      result(new double[] {0.9, 0.7}, new double[] {1, 0.8});

  @Test
  void figures_withinBounds_pass() {
    assertThat(TWO_SEEDS).imageAuroc().isAtLeast(0.85).isAtMost(0.85 + 1e-12);
    assertThat(TWO_SEEDS).afterFit().imageAuroc().isAtLeastForEverySeed(0.8);
    assertThat(TWO_SEEDS).category("nut").imageAuroc().isAtLeast(0.75).isAtMost(0.75 + 1e-12);
    assertThat(TWO_SEEDS).imageAuroc().hasDeviationOfAtMost(0.071);
  }

  @Test
  void figures_byName_areTheirMetrics() {
    Map<String, Double> figures =
        Map.of(
            "image_auroc", 0.1, "image_ap", 0.2, "pixel_auroc", 0.3, "pixel_ap", 0.4, "aupro", 0.5);
    ExperimentResult result = of(List.of(Map.of("bolt", figures)));
    assertThat(result).imageAuroc().isAtLeast(0.1).isAtMost(0.1);
    assertThat(result).imageAp().isAtLeast(0.2).isAtMost(0.2);
    assertThat(result).pixelAuroc().isAtLeast(0.3).isAtMost(0.3);
    assertThat(result).pixelAp().isAtLeast(0.4).isAtMost(0.4);
    assertThat(result).aupro().isAtLeast(0.5).isAtMost(0.5);
  }

  @Test
  void figures_outOfBounds_failWithEverySeedsFigure() {
    assertThatThrownBy(() -> assertThat(TWO_SEEDS).imageAuroc().isAtLeast(0.86))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("image_auroc of SFAD after stage fit to be at least 0.86")
        .hasMessageContaining("[0.8, 0.9]");
    assertThatThrownBy(() -> assertThat(TWO_SEEDS).imageAuroc().isAtMost(0.84))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> assertThat(TWO_SEEDS).imageAuroc().isAtLeastForEverySeed(0.81))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> assertThat(TWO_SEEDS).imageAuroc().hasDeviationOfAtMost(0.07))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> assertThat(TWO_SEEDS).category("nut").imageAuroc().isAtLeast(0.76))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("category nut");
  }

  @Test
  void absentStageCategoryOrMetric_failSayingWhatThereIs() {
    ExperimentResult one = result(new double[] {0.5, 0.5});
    assertThatThrownBy(() -> assertThat(one).afterFineTuning())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("after stage fine-tune");
    assertThatThrownBy(() -> assertThat(one).category("screw"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("bolt, \"nut\"".replace("\"", ""));
    assertThatThrownBy(() -> assertThat(one).pixelAp())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("to be defined");
    assertThatThrownBy(() -> assertThat(one).metric("accuracy"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("image_auroc");
  }
}
