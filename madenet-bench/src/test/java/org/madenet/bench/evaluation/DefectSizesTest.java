package org.madenet.bench.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.madenet.bench.evaluation.DefectSizes.Size;

class DefectSizesTest {

  private static boolean[] mask(int marked) {
    boolean[] mask = new boolean[1000];
    for (int i = 0; i < marked; i++) {
      mask[i] = true;
    }
    return mask;
  }

  @Test
  void build_defectsOfSeveralSizes_measuresEachAgainstAllNormalImages() {
    DefectSizes sizes = new DefectSizes();
    sizes.addNormal(1);
    sizes.addNormal(3);
    sizes.addAnomalous(2, mask(1));
    sizes.addAnomalous(0, mask(9));
    sizes.addAnomalous(4, mask(10));
    sizes.addAnomalous(4, mask(100));
    sizes.addAnomalous(3, mask(1000));
    // Above one of two, above none; above both; above both; above one and level with the other.
    assertThat(sizes.build())
        .containsExactly(
            new Size("0.1 to 1 %", 2, 0.25),
            new Size("1 to 10 %", 1, 1),
            new Size("10 % and more", 2, 0.875));
  }

  @Test
  void build_nothingMarkedOrNothingNormal_hasNoSizes() {
    DefectSizes unmarked = new DefectSizes();
    unmarked.addNormal(1);
    unmarked.addAnomalous(2, mask(0));
    assertThat(unmarked.build()).isEmpty();
    DefectSizes anomalousOnly = new DefectSizes();
    anomalousOnly.addAnomalous(2, mask(5));
    assertThat(anomalousOnly.build()).isEmpty();
  }
}
