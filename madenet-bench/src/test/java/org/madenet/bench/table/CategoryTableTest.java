package org.madenet.bench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of two categories and two methods of the paper's Table 4. */
class CategoryTableTest {

  private static final MethodResult DSR =
      new MethodResult(
          "DSR",
          "ManuDefect-21",
          Map.of(
              "BGA",
              figures(0.972, 0.921, 0.952, 0.654),
              "CAPACITOR",
              figures(0.978, 0.939, 0.960, 0.672)));
  private static final MethodResult MADE_NET =
      new MethodResult(
          "MADE-Net",
          "ManuDefect-21",
          Map.of(
              "BGA",
              figures(0.970, 0.918, 0.949, 0.648),
              "CAPACITOR",
              Map.of("image_auroc", 0.990)));

  @TempDir Path folder;

  private static Map<String, Double> figures(
      double auroc, double ap, double pixelAuroc, double pixelAp) {
    return Map.of(
        "image_auroc", auroc, "image_ap", ap, "pixel_auroc", pixelAuroc, "pixel_ap", pixelAp);
  }

  @Test
  void toText_twoMethods_isShapedLikeTable4() {
    assertThat(CategoryTable.of(List.of(DSR, MADE_NET)).toText())
        .isEqualTo(
            """
            AUROC/AP by category on ManuDefect-21
                             Image level               Pixel level
            Category           DSR     MADE-Net          DSR     MADE-Net
            BGA        0.972/0.921  0.970/0.918  0.952/0.654  0.949/0.648
            CAPACITOR  0.978/0.939      0.990/-  0.960/0.672          -/-
            Mean       0.975/0.930  0.980/0.918  0.956/0.663  0.949/0.648
            """);
  }

  @Test
  void toMarkdown_oneMethod_namesTheLevelInEveryColumn() {
    assertThat(CategoryTable.of(List.of(DSR)).toMarkdown())
        .isEqualTo(
            """
            AUROC/AP by category on ManuDefect-21

            | Category | Image level: DSR | Pixel level: DSR |
            |---|---:|---:|
            | BGA | 0.972/0.921 | 0.952/0.654 |
            | CAPACITOR | 0.978/0.939 | 0.960/0.672 |
            | Mean | 0.975/0.930 | 0.956/0.663 |
            """);
  }

  @Test
  void of_methodsOnDifferentDatasets_isRefused() {
    MethodResult other = new MethodResult("SFAD", "synthetic ManuDefect-mini", DSR.categories());
    assertThatThrownBy(() -> CategoryTable.of(List.of(DSR, other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ManuDefect-21, synthetic ManuDefect-mini");
  }

  @Test
  void read_otherFile_isRefusedByName() throws Exception {
    Path file = Files.writeString(folder.resolve("metrics.json"), "{}");
    assertThatThrownBy(() -> MethodResult.read("SFAD", file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("metrics.json");
  }

  @Test
  void read_metricsWithAnUndefinedFigure_leavesItOut() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("metrics.json"),
            """
            {"categories": {"BGA": {"image_auroc": 0.5, "image_ap": 0.25, "pixel_ap": null}},
             "facts": {"dataset": "tiles"}}
            """);
    MethodResult result = MethodResult.read("SFAD", file);
    assertThat(result.dataset()).isEqualTo("tiles");
    assertThat(result.figure("BGA", "image_auroc")).hasValue(0.5);
    assertThat(result.figure("BGA", "pixel_ap")).isEmpty();
    assertThat(result.mean("image_ap")).hasValue(0.25);
    assertThat(result.mean("pixel_ap")).isEmpty();
  }

  @Test
  void table_rowOfAnotherLength_isRefused() {
    List<TextTable.Group> groups = List.of(new TextTable.Group("level", List.of("a", "b")));
    assertThatThrownBy(
            () -> new TextTable("t", "r", groups, List.of(new TextTable.Row("x", List.of("1")))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 'x' has 1 cells, but there are 2 columns");
  }
}
