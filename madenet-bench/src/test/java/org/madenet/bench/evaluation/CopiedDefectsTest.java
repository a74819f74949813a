package org.madenet.bench.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.madenet.core.ImageBatch;
import org.madenet.core.LabelledBatch;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class CopiedDefectsTest {

  /** Three images; the defect of the first is repaired, the second's copied, the third has none. */
  @Test
  void of_repairedCopiedAndNormal_countsThem() {
    INDArray images = Nd4j.ones(3, 3, 4, 4).muli(0.5);
    INDArray masks = Nd4j.zeros(3, 1, 4, 4);
    masks.get(NDArrayIndex.interval(0, 2), NDArrayIndex.all(), NDArrayIndex.point(0)).assign(1);
    INDArray made = images.add(0.1);
    made.get(NDArrayIndex.point(0), NDArrayIndex.all(), NDArrayIndex.point(0)).assign(0.9);
    made.get(NDArrayIndex.point(1), NDArrayIndex.all(), NDArrayIndex.point(0)).assign(0.55);
    List<String> ids = List.of("repaired", "copied", "normal");
    LabelledBatch batch =
        new LabelledBatch(new ImageBatch(ids, images), new boolean[] {true, true, false}, masks);
    assertThat(CopiedDefects.of(batch, new ImageBatch(ids, made)))
        .isEqualTo(new CopiedDefects(1, 2));
    assertThat(new CopiedDefects(1, 2).plus(new CopiedDefects(2, 5)))
        .isEqualTo(new CopiedDefects(3, 7));
  }
}
