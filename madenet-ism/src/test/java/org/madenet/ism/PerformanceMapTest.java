package org.madenet.ism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.madenet.core.io.PlainJson;
import org.madenet.ism.PerformanceMap.Origin;

class PerformanceMapTest {

  private static PerformanceMap map(double alpha, Map<Submodel, Performance> row) {
    return PerformanceMap.of(alpha, 0, Map.of("SOT", row), Map.of("SOT", Origin.VALIDATION));
  }

  @Test
  void of_takesTheHighestMeanOfBothMetrics() {
    Map<Submodel, Performance> row =
        Map.of(
            Submodel.SFAD, new Performance(0.9, 0.5, 1),
            Submodel.SRAD, new Performance(0.8, 0.65, 1),
            Submodel.LPD, new Performance(0.95, 0.1, 1));
    assertThat(map(0.5, row).choices()).containsEntry("SOT", Submodel.SRAD);
    assertThat(map(1, row).choices()).containsEntry("SOT", Submodel.LPD);
    assertThat(map(0, row).choices()).containsEntry("SOT", Submodel.SRAD);
    assertThat(map(0.9, row).choices()).containsEntry("SOT", Submodel.LPD);
    assertThat(map(0.7, row).choices()).containsEntry("SOT", Submodel.SFAD);
  }

  @Test
  void of_ties_goToSfadThenSrad() {
    Performance same = new Performance(0.75, 0.25, 1);
    Performance alike = new Performance(0.25, 0.75, 1);
    assertThat(map(0.5, Map.of(Submodel.LPD, same, Submodel.SRAD, alike)).choices())
        .containsEntry("SOT", Submodel.SRAD);
    assertThat(
            map(0.5, Map.of(Submodel.LPD, same, Submodel.SRAD, alike, Submodel.SFAD, same))
                .choices())
        .containsEntry("SOT", Submodel.SFAD);
  }

  @Test
  void withPaperChoices_followsTable6WhereItCan() {
    Performance none = new Performance(0, 0, 1);
    Map<Submodel, Performance> all =
        Map.of(Submodel.SFAD, none, Submodel.SRAD, none, Submodel.LPD, none);
    PerformanceMap measured =
        PerformanceMap.of(
            0.5,
            0,
            Map.of(
                "SOT", all,
                "INDUCTOR", all,
                "QFN", all,
                "tile", all),
            Map.of(
                "SOT", Origin.VALIDATION,
                "INDUCTOR", Origin.VALIDATION,
                "QFN", Origin.SYNTHETIC,
                "tile", Origin.SYNTHETIC));
    assertThat(measured.withPaperChoices().choices())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "SOT", Submodel.LPD,
                "INDUCTOR", Submodel.SRAD,
                "QFN", Submodel.SFAD,
                "tile", Submodel.SFAD));
    assertThat(measured.without(Submodel.LPD).withPaperChoices().choices())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "SOT", Submodel.SFAD,
                "INDUCTOR", Submodel.SRAD,
                "QFN", Submodel.SFAD,
                "tile", Submodel.SFAD));
  }

  @Test
  void withPaperChoices_namesAsFoldersSpellThem_areComponents() {
    Performance none = new Performance(0, 0, 1);
    Map<Submodel, Performance> all =
        Map.of(Submodel.SFAD, none, Submodel.SRAD, none, Submodel.LPD, none);
    PerformanceMap measured =
        PerformanceMap.of(
            0.5,
            0,
            Map.of("sot", all, "Aluminum Capacitor", all, "tile", all),
            Map.of(
                "sot", Origin.VALIDATION,
                "Aluminum Capacitor", Origin.VALIDATION,
                "tile", Origin.VALIDATION));
    assertThat(measured.chosenAsInPaper()).isEmpty();
    PerformanceMap published = measured.withPaperChoices();
    assertThat(published.choices())
        .containsEntry("sot", Submodel.LPD)
        .containsEntry("Aluminum Capacitor", Submodel.SRAD)
        .containsEntry("tile", Submodel.SFAD);
    assertThat(published.chosenAsInPaper()).containsExactly("Aluminum Capacitor", "sot");
  }

  @Test
  void score_fewImages_followsTheOtherCategories() {
    // SFAD: 0.9 on one image, 0.4 on nineteen; SRAD: 0.5 and 0.6.
    PerformanceMap map =
        PerformanceMap.of(
            1,
            10,
            Map.of(
                "rare",
                Map.of(
                    Submodel.SFAD, new Performance(0.9, 0, 1),
                    Submodel.SRAD, new Performance(0.5, 0, 1)),
                "common",
                Map.of(
                    Submodel.SFAD, new Performance(0.4, 0, 19),
                    Submodel.SRAD, new Performance(0.6, 0, 19))),
            Map.of("rare", Origin.VALIDATION, "common", Origin.VALIDATION));
    double sfad = (0.9 + 19 * 0.4) / 20;
    double srad = (0.5 + 19 * 0.6) / 20;
    assertThat(map.score("rare", Submodel.SFAD)).isCloseTo((0.9 + 10 * sfad) / 11, within(1e-12));
    assertThat(map.score("common", Submodel.SRAD))
        .isCloseTo((19 * 0.6 + 10 * srad) / 29, within(1e-12));
    assertThat(map.choices()).containsEntry("rare", Submodel.SRAD);
    PerformanceMap alone = PerformanceMap.of(1, 0, map.measured(), map.origins());
    assertThat(alone.score("rare", Submodel.SFAD)).isEqualTo(0.9);
    assertThat(alone.choices()).containsEntry("rare", Submodel.SFAD);
  }

  @Test
  void score_ofAnotherOrigin_isNotDrawnTowards() {
    PerformanceMap map =
        PerformanceMap.of(
            1,
            10,
            Map.of(
                "real", Map.of(Submodel.SFAD, new Performance(0.9, 0, 1)),
                "synthetic", Map.of(Submodel.SFAD, new Performance(0.1, 0, 50))),
            Map.of("real", Origin.VALIDATION, "synthetic", Origin.SYNTHETIC));
    assertThat(map.score("real", Submodel.SFAD)).isCloseTo(0.9, within(1e-12));
  }

  @Test
  void weights_areTheSoftmaxOfTheScores() {
    PerformanceMap map =
        map(
            1,
            Map.of(
                Submodel.SFAD, new Performance(0.9, 0, 4),
                Submodel.SRAD, new Performance(0.5, 0, 4),
                Submodel.LPD, new Performance(0.8, 0, 4)));
    Map<Submodel, Double> weights = map.weights("SOT", 0.2);
    double all = Math.exp(0.9 / 0.2) + Math.exp(0.5 / 0.2) + Math.exp(0.8 / 0.2);
    assertThat(weights.get(Submodel.SFAD)).isCloseTo(Math.exp(0.9 / 0.2) / all, within(1e-12));
    assertThat(weights.get(Submodel.SRAD)).isCloseTo(Math.exp(0.5 / 0.2) / all, within(1e-12));
    assertThat(weights.get(Submodel.LPD)).isCloseTo(Math.exp(0.8 / 0.2) / all, within(1e-12));
    // Towards zero the choice of section 3.4, towards infinity the plain mean.
    assertThat(map.weights("SOT", 1e-9)).containsOnly(Map.entry(Submodel.SFAD, 1.0));
    assertThat(map.weights("SOT", 1e9).values())
        .allSatisfy(weight -> assertThat(weight).isCloseTo(1.0 / 3, within(1e-6)));
    // SRAD would count exp(-8), a third of a thousandth: not worth running.
    assertThat(map.weights("SOT", 0.05)).containsOnlyKeys(Submodel.SFAD, Submodel.LPD);
    assertThat(map.weights("SOT", 0.05).get(Submodel.SFAD))
        .isCloseTo(1 / (1 + Math.exp(-2)), within(1e-12));
    assertThatThrownBy(() -> map.weights("SOT", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("temperature");
  }

  @Test
  void weights_ofNoCategory_goByRealAnomaliesOfAll() {
    PerformanceMap map =
        PerformanceMap.of(
            1,
            10,
            Map.of(
                "rare",
                Map.of(
                    Submodel.SFAD, new Performance(0.9, 0, 1),
                    Submodel.SRAD, new Performance(0.5, 0, 1)),
                "common",
                Map.of(
                    Submodel.SFAD, new Performance(0.6, 0, 3),
                    Submodel.SRAD, new Performance(0.8, 0, 3)),
                "synthetic",
                Map.of(
                    Submodel.SFAD, new Performance(1, 0, 100),
                    Submodel.SRAD, new Performance(0, 0, 100))),
            Map.of(
                "rare", Origin.VALIDATION,
                "common", Origin.VALIDATION,
                "synthetic", Origin.SYNTHETIC));
    double sfad = (0.9 + 3 * 0.6) / 4;
    double srad = (0.5 + 3 * 0.8) / 4;
    assertThat(map.weights(0.1).get(Submodel.SFAD))
        .isCloseTo(1 / (1 + Math.exp((srad - sfad) / 0.1)), within(1e-12));
  }

  @Test
  void without_whatHadChosenIt_choosesAnewAndOthersStay() {
    Performance high = new Performance(1, 1, 1);
    Performance middle = new Performance(0.5, 0.5, 1);
    Performance low = new Performance(0, 0, 1);
    PerformanceMap all =
        PerformanceMap.of(
            0.5,
            0,
            Map.of(
                "bolt", Map.of(Submodel.SFAD, high, Submodel.SRAD, low, Submodel.LPD, middle),
                "nut", Map.of(Submodel.SFAD, middle, Submodel.SRAD, high, Submodel.LPD, low)),
            Map.of("bolt", Origin.VALIDATION, "nut", Origin.SYNTHETIC));
    PerformanceMap rest = all.without(Submodel.SFAD);
    assertThat(rest.choices())
        .containsExactlyInAnyOrderEntriesOf(Map.of("bolt", Submodel.LPD, "nut", Submodel.SRAD));
    assertThat(rest.measured().get("bolt")).containsOnlyKeys(Submodel.SRAD, Submodel.LPD);
    assertThat(rest.origins()).isEqualTo(all.origins());
    assertThat(rest.without(Submodel.LPD).choices()).containsEntry("bolt", Submodel.SRAD);
    assertThatThrownBy(() -> map(0.5, Map.of(Submodel.LPD, low)).without(Submodel.LPD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one submodel");
  }

  @Test
  void only_thenWithout_isWithoutThenOnly() {
    // By its own image SRAD is next to SFAD in "rare", by all of them LPD is.
    PerformanceMap map =
        PerformanceMap.of(
            1,
            10,
            Map.of(
                "rare",
                Map.of(
                    Submodel.SFAD, new Performance(1, 0, 1),
                    Submodel.SRAD, new Performance(0.6, 0, 1),
                    Submodel.LPD, new Performance(0.5, 0, 1)),
                "common",
                Map.of(
                    Submodel.SFAD, new Performance(1, 0, 19),
                    Submodel.SRAD, new Performance(0.2, 0, 19),
                    Submodel.LPD, new Performance(0.9, 0, 19))),
            Map.of("rare", Origin.VALIDATION, "common", Origin.VALIDATION));
    PerformanceMap rare = map.only("rare");
    assertThat(rare.categories()).containsExactly("rare");
    assertThat(rare.score("rare", Submodel.LPD)).isEqualTo(map.score("rare", Submodel.LPD));
    assertThat(rare.without(Submodel.SFAD)).isEqualTo(map.without(Submodel.SFAD).only("rare"));
    assertThat(rare.without(Submodel.SFAD).choices())
        .containsExactlyEntriesOf(Map.of("rare", Submodel.LPD));
    assertThat(rare.withPaperChoices()).isEqualTo(rare);
  }

  @Test
  void json_thereAndBack_isEqual() throws IOException {
    PerformanceMap map =
        map(
            0.5,
            Map.of(
                Submodel.LPD,
                new Performance(1, 0.25, 1),
                Submodel.SFAD,
                new Performance(0, 1, 1)));
    assertThat(PlainJson.toRecord(PlainJson.toTree(map), PerformanceMap.class)).isEqualTo(map);
  }

  @Test
  void scoreAndWeights_ofWhatWasNotMeasured_sayWhatWas() {
    PerformanceMap map = map(0.5, Map.of(Submodel.LPD, new Performance(1, 1, 1)));
    assertThatThrownBy(() -> map.score("QFN", Submodel.LPD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'QFN'", "knows SOT");
    assertThatThrownBy(() -> map.weights("QFN", 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'QFN'", "knows SOT");
    assertThatThrownBy(() -> map.score("SOT", Submodel.SFAD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("SFAD", "'SOT'", "figures of [LPD]");
  }

  @Test
  void otherCategories_areRefused() {
    TreeMap<String, Submodel> choices = new TreeMap<>(Map.of("QFN", Submodel.SFAD));
    PerformanceMap map = map(0.5, Map.of(Submodel.LPD, new Performance(1, 1, 1)));
    assertThatThrownBy(() -> new PerformanceMap(0.5, 0, map.measured(), map.origins(), choices))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("QFN");
    assertThatThrownBy(() -> new Performance(1.5, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("imageAuroc");
  }

  @Test
  void choiceWithoutFigures_isRefused() {
    TreeMap<String, Submodel> choices = new TreeMap<>(Map.of("SOT", Submodel.SFAD));
    PerformanceMap map = map(0.5, Map.of(Submodel.LPD, new Performance(1, 1, 1)));
    assertThatThrownBy(() -> new PerformanceMap(0.5, 0, map.measured(), map.origins(), choices))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'SOT' is SFAD", "choose one of [LPD]");
  }

  /** Before, blending gave an unrecognised image's submodels weights that were no number. */
  @Test
  void otherSubmodelsInAnotherCategory_areRefused() {
    Performance some = new Performance(1, 1, 1);
    assertThatThrownBy(
            () ->
                PerformanceMap.of(
                    0.5,
                    0,
                    Map.of(
                        "QFN", Map.of(Submodel.SFAD, some, Submodel.LPD, some),
                        "SOT", Map.of(Submodel.SFAD, some)),
                    Map.of("QFN", Origin.SYNTHETIC, "SOT", Origin.VALIDATION)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'SOT' has figures of [SFAD]", "'QFN' of [SFAD, LPD]");
  }
}
