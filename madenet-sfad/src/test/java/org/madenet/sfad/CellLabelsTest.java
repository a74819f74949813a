package org.madenet.sfad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.madenet.sfad.CellLabels.Label.DEFECT;
import static org.madenet.sfad.CellLabels.Label.NORMAL;
import static org.madenet.sfad.CellLabels.Label.UNDECIDED;

import org.junit.jupiter.api.Test;
import org.madenet.core.ImageSize;

class CellLabelsTest {

  @Test
  void coverage_gridThatDoesNotDivide_countsPartialPixels() {
    // One row of three pixels on two cells: the middle pixel belongs half to each.
    float[] mask = {9, 1, 1, 0};
    float[] coverage = CellLabels.coverage(mask, 1, new ImageSize(1, 3), new ImageSize(1, 2));
    assertThat(coverage).containsExactly(new float[] {1, 1f / 3}, within(1e-6f));
  }

  @Test
  void coverage_anyMask_keepsTheArea() {
    ImageSize size = new ImageSize(7, 5);
    ImageSize grid = new ImageSize(3, 2);
    float[] mask = new float[size.pixels()];
    double area = 0;
    for (int i = 0; i < mask.length; i++) {
      mask[i] = i % 3 == 0 ? 1 : 0;
      area += mask[i];
    }
    double covered = 0;
    for (float share : CellLabels.coverage(mask, 0, size, grid)) {
      covered += share * size.pixels() / grid.pixels();
    }
    assertThat(covered).isCloseTo(area, within(1e-5));
  }

  @Test
  void decide_halfCoveredCells_areDefectsAndOthersUndecided() {
    assertThat(CellLabels.decide(new float[] {0, 0.49f, 0.5f, 1}, true))
        .containsExactly(NORMAL, UNDECIDED, DEFECT, DEFECT);
  }

  @Test
  void decide_smallDefect_isTheMostCoveredCell() {
    assertThat(CellLabels.decide(new float[] {0, 0.1f, 0.2f, 0.05f}, true))
        .containsExactly(NORMAL, UNDECIDED, DEFECT, UNDECIDED);
  }

  @Test
  void decide_noMask_isNormalOrUndecided() {
    assertThat(CellLabels.decide(new float[2], false)).containsExactly(NORMAL, NORMAL);
    assertThat(CellLabels.decide(new float[2], true)).containsExactly(UNDECIDED, UNDECIDED);
  }

  @Test
  void guard_cellsNearOthers_areUndecided() {
    CellLabels.Label[] labels = CellLabels.decide(new float[] {0, 0, 0, 1, 0}, true);
    CellLabels.guard(labels, new ImageSize(1, 5), 1);
    assertThat(labels).containsExactly(NORMAL, NORMAL, UNDECIDED, DEFECT, UNDECIDED);
    CellLabels.guard(labels, new ImageSize(1, 5), 0);
    assertThat(labels).containsExactly(NORMAL, NORMAL, UNDECIDED, DEFECT, UNDECIDED);
  }
}
