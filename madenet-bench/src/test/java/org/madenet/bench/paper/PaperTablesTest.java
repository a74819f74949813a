package org.madenet.bench.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.madenet.bench.DetectorCatalog;
import org.madenet.bench.experiment.CellKey;
import org.madenet.bench.experiment.ExperimentResults;
import org.madenet.bench.experiment.Method;
import org.madenet.bench.table.MethodResult;
import org.madenet.bench.table.TableDocument;
import org.madenet.bench.table.TextTable;
import org.madenet.core.Stage;
import org.madenet.data.AnomalyDataset;
import org.madenet.data.Sample;
import org.madenet.data.Split;
import org.madenet.ism.Submodel;

/** Two seeds, two categories, figures by hand. */
class PaperTablesTest {

  private static final AnomalyDataset DATASET =
      new AnomalyDataset(
          "made up",
          "mvtec",
          Path.of("data"),
          List.of(
              sample("a", "BGA", Split.TRAIN, Sample.GOOD),
              sample("b", "BGA", Split.TEST, "void"),
              sample("c", "SOT", Split.TEST, Sample.GOOD),
              sample("d", "SOT", Split.TEST, "void")),
          List.of(),
          List.of());

  private final Map<CellKey, MethodResult> cells = new LinkedHashMap<>();
  private final Map<CellKey, SortedMap<String, Submodel>> choices = new LinkedHashMap<>();

  private static Sample sample(String id, String category, Split split, String type) {
    boolean anomalous = !type.equals(Sample.GOOD);
    return new Sample(id, category, split, anomalous, type, Path.of(id), Optional.empty());
  }

  /** AUROC and pixel AP of BGA and of SOT; the other metrics are not defined. */
  private void put(String method, Stage stage, long seed, double... figures) {
    Map<String, Map<String, Double>> categories =
        Map.of(
            "BGA", Map.of("image_auroc", figures[0], "pixel_ap", figures[1]),
            "SOT", Map.of("image_auroc", figures[2], "pixel_ap", figures[3]));
    cells.put(new CellKey(method, stage, seed), new MethodResult(method, "made up", categories));
  }

  private TableDocument document() {
    put("sfad", Stage.FINE_TUNE, 0, 0.9, 0.5, 0.6, 0.2);
    put("sfad", Stage.FINE_TUNE, 1, 0.7, 0.56, 0.6, 0.2);
    put("srad", Stage.FINE_TUNE, 0, 0.8, 0.4, 0.9, 0.4);
    put("srad", Stage.FINE_TUNE, 1, 0.8, 0.4, 0.7, 0.4);
    put("made-net", Stage.FINE_TUNE, 0, 0.9, 0.5, 0.9, 0.4);
    put("made-net", Stage.FINE_TUNE, 1, 0.8, 0.4, 0.6, 0.2);
    put("made-net-told-category", Stage.FINE_TUNE, 0, 0.9, 0.5, 0.9, 0.6);
    put("made-net-told-category", Stage.FINE_TUNE, 1, 0.8, 0.4, 0.8, 0.2);
    put("made-net-blended", Stage.FINE_TUNE, 0, 0.7, 0.3, 0.7, 0.3);
    put("made-net-blended", Stage.FINE_TUNE, 1, 0.7, 0.3, 0.7, 0.3);
    put("made-net-blended-without-srad", Stage.FINE_TUNE, 0, 0.6, 0.2, 0.6, 0.2);
    put("made-net-blended-without-srad", Stage.FINE_TUNE, 1, 0.6, 0.2, 0.6, 0.2);
    put("sfad", Stage.FIT, 0, 0.5, 0.1, 0.5, 0.1);
    put("sfad", Stage.FIT, 1, 0.5, 0.1, 0.5, 0.1);
    put("srad", Stage.FIT, 0, 0.5, 0.1, 0.5, 0.1);
    choices.put(
        new CellKey("made-net", Stage.FINE_TUNE, 0),
        new TreeMap<>(Map.of("BGA", Submodel.SFAD, "SOT", Submodel.SRAD)));
    choices.put(
        new CellKey("made-net", Stage.FINE_TUNE, 1),
        new TreeMap<>(Map.of("BGA", Submodel.SRAD, "SOT", Submodel.SRAD)));
    ExperimentResults results =
        new ExperimentResults(
            "made up",
            List.of(0L, 1L),
            Method.named(
                DetectorCatalog.standard(),
                List.of(
                    "sfad",
                    "srad",
                    "made-net",
                    "made-net-blended",
                    "made-net-told-category",
                    "made-net-blended-without-srad")),
            cells,
            choices);
    return PaperTables.of(DATASET, results, Optional.of("It is made up."));
  }

  private static TextTable table(TableDocument document, String name) {
    return document.sections().stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow()
        .table();
  }

  private static TextTable.Row row(TextTable table, String name) {
    return table.rows().stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void of_oneMethodAlone_hasATableOfIt(Method method) {
    for (Stage stage : Stage.values()) {
      put(method.name(), stage, 0, 0.9, 0.5, 0.6, 0.2);
      choices.put(
          new CellKey(method.name(), stage, 0),
          new TreeMap<>(Map.of("BGA", Submodel.SFAD, "SOT", Submodel.SRAD)));
    }
    ExperimentResults results =
        new ExperimentResults("made up", List.of(0L), List.of(method), cells, choices);
    for (Stage stage : Stage.values()) {
      assertThat(PaperTables.of(DATASET, results, Optional.empty()).sections())
          .filteredOn(s -> s.name().contains("-" + stage))
          .anyMatch(s -> s.table().toText().contains(method.title()));
    }
  }

  static List<Method> methods() {
    return Method.all(DetectorCatalog.standard());
  }

  @Test
  void of_results_countsTheDataset() {
    TableDocument document = document();
    assertThat(document.notices().get(0)).isEqualTo("It is made up.");
    assertThat(row(table(document, "table-2"), "made up").cells())
        .containsExactly("1", "1", "2", "1");
    assertThat(row(table(document, "table-3"), "SOT").cells())
        .containsExactly("0", "0", "0", "1", "1", "1");
  }

  @Test
  void of_results_hasSpreadAndPublishedFigureAndBestInTable4() {
    TextTable image = table(document(), "table-4-fine-tune-image");
    TextTable.Row bga = row(image, "BGA");
    assertThat(bga.cells().get(0)).isEqualTo("0.800 \u00b1 0.141");
    assertThat(bga.cells().get(4)).isEqualTo("0.850 \u00b1 0.071 [0.970]");
    assertThat(bga.cells().get(5)).isEqualTo("- [0.918]");
    assertThat(bga.best()).containsExactly(4);
    assertThat(row(image, "SOT").best()).containsExactly(2);
  }

  @Test
  void of_results_leavesOutMethodsThatLackASeed() {
    TextTable fit = table(document(), "table-4-fit-image");
    assertThat(fit.groups()).extracting(TextTable.Group::title).containsExactly("SFAD");
  }

  @Test
  void of_results_oracleTakesTheBestOfEachSeedAndCategory() {
    TextTable selection = table(document(), "table-7-fine-tune");
    // Seed 0: SFAD for BGA (0.9 + 0.5 against 0.8 + 0.4), SRAD for SOT (0.9 + 0.4): 0.9.
    // Seed 1: SFAD for BGA (0.7 + 0.56 against 0.8 + 0.4), SRAD for SOT (0.7 + 0.4): 0.7.
    TextTable.Row oracle = selection.rows().get(selection.rows().size() - 1);
    assertThat(oracle.name()).startsWith("Oracle");
    assertThat(oracle.cells().get(0)).isEqualTo("0.800 \u00b1 0.141");
    assertThat(row(selection, "SFAD only").cells().get(0)).startsWith("0.700 \u00b1 0.071");
    assertThat(row(selection, "MADE-Net (selection)").cells().get(0))
        .isEqualTo("0.800 \u00b1 0.141 [0.985]");
    assertThat(row(selection, "MADE-Net blended (no choice)").cells())
        .containsExactly("0.700 \u00b1 0.000", "0.300 \u00b1 0.000");
    assertThat(row(selection, "MADE-Net told the category (selection)").cells().get(0))
        .isEqualTo("0.850 \u00b1 0.071");
    assertThat(row(selection, "MADE-Net told the category (selection)").best()).contains(0);
  }

  @Test
  void of_results_ablationHasTheBlendToo() {
    TextTable ablation = table(document(), "table-5-fine-tune");
    assertThat(ablation.rows())
        .extracting(TextTable.Row::name)
        .containsExactly("MADE-Net", "MADE-Net blended", "MADE-Net blended without SRAD");
    assertThat(row(ablation, "MADE-Net blended without SRAD").cells().get(0))
        .isEqualTo("0.600 \u00b1 0.000");
  }

  @Test
  void of_results_countsChoicesBesideThePapers() {
    TextTable choices = table(document(), "table-6-fine-tune");
    assertThat(row(choices, "BGA").cells()).containsExactly("SFAD 1, SRAD 1", "SFAD");
    assertThat(row(choices, "SOT").cells()).containsExactly("SRAD 2", "LPD");
  }

  @Test
  void of_results_gainIsOfMethodsThatHaveBothStages() {
    TextTable tuning = table(document(), "table-8");
    assertThat(row(tuning, "SFAD, unsupervised").cells().get(0))
        .isEqualTo("0.500 \u00b1 0.000 [0.971]");
    assertThat(row(tuning, "Average improvement of the submodels").cells())
        .containsExactly("+0.200", "+0.265");
  }
}
