package org.madenet.bench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Figures by hand: SFAD is best at bolts, LPD at nuts and on average. */
class ComparisonTableTest {

  private static final MethodResult MADE_NET = of("MADE-Net", 0.9, 0.5, 0.7, 0.5);
  private static final MethodResult BLENDED = of("blended", 0.8, 0.4, 0.9, 0.6);
  private static final MethodResult SFAD = of("SFAD", 0.9, 0.6, 0.6, 0.25);
  private static final MethodResult LPD = of("LPD", 0.75, 0.5, 0.876, 0.5);

  private static MethodResult of(
      String method, double boltAuroc, double boltAp, double nutAuroc, double nutAp) {
    return new MethodResult(
        method,
        "synthetic parts",
        Map.of(
            "bolt", Map.of("image_auroc", boltAuroc, "pixel_ap", boltAp),
            "nut", Map.of("image_auroc", nutAuroc, "pixel_ap", nutAp)));
  }

  @Test
  void toText_twoParts_hasBestSingleAndOracle() {
    assertThat(ComparisonTable.of(List.of(MADE_NET, BLENDED), List.of(SFAD, LPD)).toText())
        .startsWith(
            """
            MADE-Net against its parts on synthetic parts
                                                  image AUROC/pixel AP                              oracle
            Category         SFAD          LPD     MADE-Net      blended  best single       oracle   takes
            bolt      0.900/0.600  0.750/0.500  0.900/0.500  0.800/0.400  0.750/0.500  0.900/0.600    SFAD
            nut       0.600/0.250  0.876/0.500  0.700/0.500  0.900/0.600  0.876/0.500  0.876/0.500     LPD
            Mean      0.750/0.425  0.813/0.500  0.800/0.500  0.850/0.500  0.813/0.500  0.888/0.550
            """)
        .contains("Best single: LPD")
        .contains("no choice per category has a higher score");
  }

  @Test
  void of_equallyGoodParts_takesTheFirst() {
    MethodResult twin = new MethodResult("LPD", SFAD.dataset(), SFAD.categories());
    assertThat(ComparisonTable.of(List.of(MADE_NET), List.of(SFAD, twin)).toMarkdown())
        .contains("Best single: SFAD")
        .containsPattern("\\| bolt \\|.* SFAD \\|");
  }

  @Test
  void of_pixelApOfNobody_comparesByAuroc() {
    MethodResult first = new MethodResult("SFAD", "d", Map.of("nut", Map.of("image_auroc", 0.5)));
    MethodResult second = new MethodResult("LPD", "d", Map.of("nut", Map.of("image_auroc", 0.6)));
    assertThat(ComparisonTable.of(List.of(first), List.of(first, second)).toMarkdown())
        .contains("| nut | 0.500/- | 0.600/- | 0.500/- | 0.600/- | 0.600/- | LPD |");
  }

  @Test
  void of_otherDatasetOrCategories_isRefused() {
    MethodResult elsewhere = new MethodResult("LPD", "tiles", LPD.categories());
    MethodResult fewer =
        new MethodResult("LPD", LPD.dataset(), Map.of("nut", LPD.categories().get("nut")));
    assertThatThrownBy(() -> ComparisonTable.of(List.of(MADE_NET, elsewhere), List.of(SFAD)))
        .isInstanceOf(IllegalArgumentException.class);
    for (MethodResult other : List.of(elsewhere, fewer)) {
      assertThatThrownBy(() -> ComparisonTable.of(List.of(MADE_NET), List.of(SFAD, other)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("MADE-Net is on [bolt, nut] of synthetic parts, but LPD on");
    }
  }
}
