package org.madenet.lpd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.madenet.core.backbone.Backbone;
import org.madenet.core.backbone.HrNet;
import org.madenet.core.nn.BatchNormFolding;
import org.madenet.core.nn.GraphWeights;
import org.madenet.core.nn.UpsampleMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;

class LpdNetworkTest {

  private static final int SIDE = 64;
  private static final Backbone TINY = HrNet.of(HrNet.Depth.SMALL, 2, UpsampleMode.BILINEAR);
  private static final LpdOptions WITHOUT_DROPOUT =
      LpdPresets.SMOKE.toBuilder().head(new HeadOptions(0, 1, 5, 3)).build();
  private static final LpdOptions WITH_DROPOUT =
      LpdPresets.SMOKE.toBuilder().head(new HeadOptions(0.5, 1, 5, 3)).build();

  private static INDArray random(long seed, DataType type, long... shape) {
    SplittableRandom random = new SplittableRandom(seed);
    INDArray array = Nd4j.zeros(type, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, random.nextDouble());
    }
    return array;
  }

  /** Three images; of the last it is not known where it is anomalous. */
  private static MultiDataSet data(DataType type) {
    INDArray masks = random(3, type, 3, 1, SIDE, SIDE).gt(0.8).castTo(type);
    INDArray known = Nd4j.ones(type, 3, 1, SIDE, SIDE);
    known.slice(2).assign(0);
    INDArray labels = Nd4j.create(new double[] {0, 1, 1}, new long[] {3, 1, 1, 1}, 'c');
    return new MultiDataSet(
        new INDArray[] {random(1, type, 3, 3, SIDE, SIDE)},
        new INDArray[] {labels.castTo(type), masks},
        null,
        new INDArray[] {null, known});
  }

  /** The whole graph with both losses, one masked, against central differences in double. */
  @Test
  void gradient_ofBothLosses_equalsCentralDifferences() {
    ComputationGraph graph =
        LpdNetwork.training(WITHOUT_DROPOUT, TINY, new NoOp(), DataType.DOUBLE);
    MultiDataSet data = data(DataType.DOUBLE);
    graph.setInputs(data.getFeatures());
    graph.setLabels(data.getLabels());
    graph.setLayerMaskArrays(null, data.getLabelsMaskArrays());
    graph.computeGradientAndScore();
    // Deeplearning4j sums gradients over the images.
    INDArray exact = graph.getFlattenedGradients().dup().divi(3);
    INDArray parameters = graph.params();
    SplittableRandom random = new SplittableRandom(9);
    long start = 0;
    int checked = 0;
    for (Map.Entry<String, INDArray> entry : graph.paramTable().entrySet()) {
      String name = entry.getKey();
      boolean statistic = name.endsWith("_mean") || name.endsWith("_var");
      boolean chosen =
          name.startsWith("head.")
              || name.startsWith("logit")
              || name.startsWith("localisation.")
              || name.equals("conv1_W")
              || name.equals("transition1.0.0_W");
      if (chosen && !statistic) {
        long index = start + random.nextLong(entry.getValue().length());
        double expected = difference(graph, data, parameters, index);
        // A score of about 1 in double precision by a step of 1e-7 leaves an error of 1e-9; a
        // larger step crosses kinks of the many ReLUs above the first layers.
        assertThat(exact.getDouble(index))
            .as(name)
            .isCloseTo(expected, within(1e-7 + 1e-4 * Math.abs(expected)));
        checked++;
      }
      start += entry.getValue().length();
    }
    assertThat(checked).isGreaterThan(10);
    graph.close();
  }

  private static double difference(
      ComputationGraph graph, MultiDataSet data, INDArray parameters, long index) {
    double step = 1e-7;
    double value = parameters.getDouble(index);
    parameters.putScalar(index, value + step);
    double above = graph.score(data, true);
    parameters.putScalar(index, value - step);
    double below = graph.score(data, true);
    parameters.putScalar(index, value);
    return (above - below) / (2 * step);
  }

  @Test
  void folded_equalsUnfolded() {
    ComputationGraph trained =
        LpdNetwork.training(WITH_DROPOUT, TINY, new Sgd(0.05), DataType.FLOAT);
    for (int step = 0; step < 3; step++) {
      trained.fit(data(DataType.FLOAT));
    }
    ComputationGraph plain = LpdNetwork.plain(WITH_DROPOUT, TINY);
    GraphWeights.copyInto(GraphWeights.of(trained), plain);
    ComputationGraph folded = BatchNormFolding.fold(plain);
    INDArray images = random(4, DataType.FLOAT, 2, 3, SIDE, SIDE);
    INDArray[] expected = plain.output(false, images);
    INDArray[] actual = folded.output(false, images);
    for (int i = 0; i < expected.length; i++) {
      double scale = expected[i].amaxNumber().doubleValue();
      assertThat(expected[i].sub(actual[i]).amaxNumber().doubleValue())
          .isLessThan(1e-4 * Math.max(1, scale));
    }
    assertThat(actual[0].shape()).containsExactly(2, 1, 1, 1);
    assertThat(actual[1].shape()).containsExactly(2, 1, SIDE, SIDE);
  }

  @Test
  void dropout_sameIteration_isTheSameAndAnotherIsAnother() {
    MultiDataSet data = data(DataType.FLOAT);
    ComputationGraph one = LpdNetwork.training(WITH_DROPOUT, TINY, new Sgd(0.1), DataType.FLOAT);
    ComputationGraph other = LpdNetwork.training(WITH_DROPOUT, TINY, new Sgd(0.1), DataType.FLOAT);
    Nd4j.getRandom().setSeed(1);
    one.fit(data);
    Nd4j.getRandom().setSeed(2);
    other.fit(data);
    assertThat(other.params()).isEqualTo(one.params());

    ComputationGraph later = LpdNetwork.training(WITH_DROPOUT, TINY, new Sgd(0.1), DataType.FLOAT);
    later.getConfiguration().setIterationCount(5);
    later.fit(data);
    assertThat(later.params()).isNotEqualTo(one.params());
  }

  @Test
  void taps_ofEveryBackboneOffered_lieAtStridesEightAndSixteenAndTheEnd() {
    assertThat(LpdNetwork.taps(LpdNetwork.backbone(LpdPresets.PAPER)))
        .containsExactly("layer2", "layer3", "layer4", "layer4");
    assertThat(LpdNetwork.taps(LpdNetwork.backbone(LpdPresets.LITE)))
        .containsExactly("blocks.2", "blocks.4", "blocks.5", "head");
    assertThat(LpdNetwork.taps(TINY)).containsExactly("branch1", "branch2", "branch3", "branch3");
  }

  @Test
  void training_backboneAtRateZero_keepsItsWeightsAndTrainsTheHeads() {
    ComputationGraph graph =
        LpdNetwork.training(LpdPresets.SMOKE, LpdPresets.SMOKE.fit().updater(0), new Sgd(0.1));
    INDArray stem = graph.getParam("conv_stem_W").dup();
    INDArray logit = graph.getParam("logit_W").dup();
    INDArray map = graph.getParam("localisation.logit_W").dup();
    int side = LpdPresets.SMOKE.inputSize().height();
    INDArray images = Nd4j.rand(DataType.FLOAT, 2, 3, side, side);
    graph.fit(
        new MultiDataSet(
            new INDArray[] {images},
            new INDArray[] {
              Nd4j.createFromArray(0f, 1f).reshape(2, 1, 1, 1), Nd4j.ones(2, 1, side, side)
            }));
    assertThat(graph.getParam("conv_stem_W")).isEqualTo(stem);
    assertThat(graph.getParam("logit_W")).isNotEqualTo(logit);
    assertThat(graph.getParam("localisation.logit_W")).isNotEqualTo(map);
    graph.close();
  }

  @Test
  void json_roundTrip_isEqual() {
    ComputationGraphConfiguration configuration =
        LpdNetwork.training(WITH_DROPOUT, TINY, new Sgd(0.1), DataType.FLOAT).getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()).toJson())
        .isEqualTo(configuration.toJson());
  }
}
