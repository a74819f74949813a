package org.madenet.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GroundTruthRegionsTest {

  private static boolean[] mask(String... rows) {
    boolean[] out = new boolean[rows.length * rows[0].length()];
    for (int i = 0; i < out.length; i++) {
      out[i] = rows[i / rows[0].length()].charAt(i % rows[0].length()) == '#';
    }
    return out;
  }

  @Test
  void of_touchingCorners_isOneRegion() {
    GroundTruthRegions regions = GroundTruthRegions.of(mask("#..", ".#.", "..#"), 3);
    assertThat(regions.count()).isEqualTo(1);
    assertThat(regions.area(0)).isEqualTo(3);
  }

  @Test
  void of_uShape_joinsItsArmsLate() {
    GroundTruthRegions regions = GroundTruthRegions.of(mask("#.#.#", "#.#.#", "###.#"), 5);
    assertThat(regions.count()).isEqualTo(2);
    assertThat(regions.area(0)).isEqualTo(7);
    assertThat(regions.area(1)).isEqualTo(3);
    assertThat(regions.label(0)).isEqualTo(regions.label(2));
    assertThat(regions.label(1)).isEqualTo(-1);
  }

  @Test
  void of_borders_doNotWrapAround() {
    GroundTruthRegions regions = GroundTruthRegions.of(mask("..#", "#..", "..#"), 3);
    assertThat(regions.count()).isEqualTo(3);
  }
}
