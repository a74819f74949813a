package org.madenet.bench.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.madenet.core.Stage;
import org.madenet.data.manudefect.ComponentCategory;

class PublishedFiguresTest {

  /** The paper prints three decimals, of the rows and of their mean. */
  private static final double ROUNDING = 0.0011;

  private final PublishedFigures published = PublishedFigures.load();

  @ParameterizedTest
  @CsvSource({
    "SimpleNet, FIT",
    "CutPaste, FIT",
    "DSR, FIT",
    "MADE-Net, FINE_TUNE",
  })
  void figure_meanOfTable4_isTheMeanOfItsRows(String method, Stage stage) {
    for (String metric : List.of("image_auroc", "image_ap", "pixel_auroc", "pixel_ap")) {
      double mean =
          Arrays.stream(ComponentCategory.values())
              .mapToDouble(c -> published.figure(4, c.name(), method, stage, metric).getAsDouble())
              .average()
              .getAsDouble();
      assertThat(published.figure(4, "Mean", method, stage, metric).getAsDouble())
          .as(method + " " + metric)
          .isCloseTo(mean, within(ROUNDING));
    }
  }

  @Test
  void figure_madeNet_isTheSameInTables4And5And7() {
    for (int table : new int[] {4, 5, 7}) {
      assertThat(published.figure(table, "Mean", "MADE-Net", Stage.FINE_TUNE, "image_auroc"))
          .hasValue(0.985);
      assertThat(published.figure(table, "Mean", "MADE-Net", Stage.FINE_TUNE, "pixel_ap"))
          .hasValue(0.687);
    }
  }

  @Test
  void figure_ofAnotherStage_isNone() {
    assertThat(published.figure(4, "BGA", "DSR", Stage.FINE_TUNE, "image_auroc")).isEmpty();
    assertThat(published.figure(4, "BGA", "MADE-Net", Stage.FIT, "image_auroc")).isEmpty();
    assertThat(published.figure(8, "Mean", "SFAD", Stage.FINE_TUNE, "image_auroc")).hasValue(0.986);
    assertThat(published.figure(8, "Mean", "SFAD", Stage.FIT, "image_auroc")).hasValue(0.971);
    assertThat(published.figure(4, "tile", "DSR", Stage.FIT, "image_auroc")).isEmpty();
  }

  @Test
  void figure_categoryAsAFolderSpellsIt_isTheComponents() {
    assertThat(published.figure(4, "Aluminum Capacitor", "SimpleNet", Stage.FIT, "image_auroc"))
        .hasValue(0.985);
    assertThat(published.figure(4, "sot", "SimpleNet", Stage.FIT, "image_auroc"))
        .isEqualTo(published.figure(4, "SOT", "SimpleNet", Stage.FIT, "image_auroc"))
        .isPresent();
  }
}
