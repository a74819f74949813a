package org.madenet.srad;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.madenet.core.DetectorCost;
import org.madenet.core.train.StageOptions;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class PaperPresetTest {

  private static final SradOptions PAPER = SradPresets.PAPER;

  @Test
  void cost_ofTwoImages_isWithin16Gibibytes() {
    SradOptions two = PAPER.toBuilder().fit(new StageOptions(1e-4, 0, 2, 0, 1, 1)).build();
    DetectorCost cost = new SradTrainer(two).cost();
    assertThat(cost.trainingBytes()).isLessThan(16L << 30);
    assertThat(cost.parameters()).isBetween(62_000_000L, 69_000_000L);
  }

  /** A real step at batch 2: the loss is finite, falls on the same images, and weights move. */
  @Test
  @Tag("slow")
  void trainingStep_atThePapersSize_runs() {
    ComputationGraph graph = SradNetwork.training(PAPER, PAPER.fit().updater());
    INDArray images = Nd4j.zeros(DataType.FLOAT, 2, 3, 256, 256).addi(0.4);
    INDArray masks = Nd4j.zeros(DataType.FLOAT, 2, 1, 256, 256);
    masks.putScalar(new int[] {0, 0, 100, 100}, 1);
    MultiDataSet data =
        new MultiDataSet(
            new INDArray[] {images}, new INDArray[] {images, SradNetwork.classes(masks)});
    INDArray first = graph.getParam("conv1_W").dup();
    graph.fit(data);
    double before = graph.score();
    graph.fit(data);
    assertThat(before).isFinite().isPositive();
    assertThat(graph.score()).isLessThan(before);
    assertThat(graph.getParam("conv1_W").distance2(first)).isPositive();
    INDArray[] outputs = graph.output(false, images);
    assertThat(outputs[0].shape()).containsExactly(2, 3, 256, 256);
    assertThat(outputs[1].shape()).containsExactly(2, 2, 256, 256);
    graph.close();
  }
}
