package org.madenet.srad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.madenet.core.ImageSize;
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

class SradNetworkTest {

  private static final SradOptions SMALL =
      SradPresets.SMOKE.toBuilder()
          .encoder(new EncoderOptions(HrNet.Depth.FULL, 2, UpsampleMode.BILINEAR))
          .decoder(new DecoderOptions(6, 4, 4))
          .unet(new UnetOptions(3, 3))
          .build();

  private static INDArray random(long seed, DataType type, long... shape) {
    SplittableRandom random = new SplittableRandom(seed);
    INDArray array = Nd4j.zeros(type, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, random.nextDouble());
    }
    return array;
  }

  private static MultiDataSet data(DataType type, int side) {
    INDArray masks = random(3, type, 2, 1, side, side).gt(0.8).castTo(type);
    return new MultiDataSet(
        new INDArray[] {random(1, type, 2, 3, side, side)},
        new INDArray[] {random(2, type, 2, 3, side, side), SradNetwork.classes(masks)},
        null,
        new INDArray[] {masks.rsub(1), null});
  }

  /**
   * The decoder's and the detection network's share of the parameters, counted by hand. DRAEM's
   * detection network has 28.37 million, biases of convolutions before a normalisation, which have
   * no effect and are left out here, among them (6,784 of them).
   */
  @Test
  void parameters_ofThePapersSize_areThoseOfItsParts() {
    EncoderOptions paper = SradPresets.PAPER.encoder();
    long encoder = paper.backbone().parameterCount(paper.taps());
    assertThat(encoder).isCloseTo(29_310_000L, within(10_000L));

    Map<String, Long> counts = SradNetwork.parameterCounts(SradPresets.PAPER);
    long residual = 2 * (480L * 480 * 9 + 2 * 480);
    long up = 480L * 240 * 16 + 2 * 240 + 240L * 120 * 16 + 2 * 120;
    long image = 120L * 3 * 9 + 3;
    assertThat(counts.get("encoder")).isEqualTo(encoder);
    assertThat(counts.get("decoder")).isEqualTo(residual + up + image);
    assertThat(counts.get("detector")).isCloseTo(28_370_000L, within(15_000L));
  }

  /**
   * The whole graph with both losses, one of them masked, against central differences in double
   * precision: layers before both losses and before one, batch normalisations among them.
   */
  @Test
  void gradient_ofBothLosses_equalsCentralDifferences() {
    ComputationGraph graph = SradNetwork.training(SMALL, new NoOp(), DataType.DOUBLE);
    MultiDataSet data = data(DataType.DOUBLE, 64);
    graph.setInputs(data.getFeatures());
    graph.setLabels(data.getLabels());
    graph.setLayerMaskArrays(null, data.getLabelsMaskArrays());
    graph.computeGradientAndScore();
    // Deeplearning4j sums gradients over the images.
    INDArray exact = graph.getFlattenedGradients().dup().divi(2);
    INDArray parameters = graph.params();
    SplittableRandom random = new SplittableRandom(9);
    long start = 0;
    int checked = 0;
    for (Map.Entry<String, INDArray> entry : graph.paramTable().entrySet()) {
      String name = entry.getKey();
      boolean statistic = name.endsWith("_mean") || name.endsWith("_var");
      boolean chosen =
          name.equals("layer1.3.conv3_W")
              || name.equals("transition1.0.0_W")
              || name.startsWith("stage4.2.fuse_layers.0.3")
              || name.startsWith("decoder.")
              || name.startsWith("reconstruction_")
              || name.startsWith("detector.down0")
              || name.startsWith("detector.up0")
              || name.startsWith("segmentation_");
      if (chosen && !statistic) {
        long index = start + random.nextLong(entry.getValue().length());
        double expected = difference(graph, data, parameters, index);
        // A score of about 1 in double precision by a step of 1e-7 leaves an error of 1e-9; a
        // larger step crosses kinks of the many ReLUs above the encoder's first layers.
        assertThat(exact.getDouble(index))
            .as(name)
            .isCloseTo(expected, within(1e-7 + 1e-4 * Math.abs(expected)));
        checked++;
      }
      start += entry.getValue().length();
    }
    assertThat(checked).isGreaterThan(25);
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

  /** The segmentation's gradient reaches the encoder when the reconstruction costs nothing. */
  @Test
  void gradient_withoutReconstructionLoss_stillReachesTheEncoder() {
    SradOptions blind = SMALL.toBuilder().loss(new SradLossOptions(0, 1, 0.75, 2, 0)).build();
    ComputationGraph graph = SradNetwork.training(blind, new Sgd(0.1));
    INDArray before = graph.getParam("conv1_W").dup();
    graph.fit(data(DataType.FLOAT, 64));
    assertThat(graph.getParam("conv1_W").distance2(before)).isGreaterThan(0);
  }

  @Test
  void folded_equalsUnfolded() {
    ComputationGraph trained = SradNetwork.training(SMALL, new Sgd(0.005));
    // Enough for running statistics that fit the data. After three steps they do not yet, and a
    // hundred layers that normalise nothing make of rounding 1e-5 to 1.4e-4, by number of threads;
    // after ten it is 7e-6.
    for (int step = 0; step < 10; step++) {
      trained.fit(data(DataType.FLOAT, 64));
    }
    ComputationGraph plain = SradNetwork.plain(SMALL);
    GraphWeights.copyInto(GraphWeights.of(trained), plain);
    ComputationGraph folded = BatchNormFolding.fold(plain);
    INDArray images = random(4, DataType.FLOAT, 3, 3, 64, 64);
    INDArray[] expected = plain.output(false, images);
    INDArray[] actual = folded.output(false, images);
    for (int i = 0; i < expected.length; i++) {
      double scale = expected[i].amaxNumber().doubleValue();
      double difference = expected[i].sub(actual[i]).amaxNumber().doubleValue();
      assertThat(difference).isLessThan(1e-4 * scale);
    }
    assertThat(actual[0].shape()).containsExactly(3, 3, 64, 64);
    assertThat(actual[1].shape()).containsExactly(3, 2, 64, 64);
  }

  @Test
  void sizeThatIsNotSquare_givesOutputsOfThatSize() {
    SradOptions wide = SMALL.toBuilder().inputSize(new ImageSize(32, 96)).build();
    INDArray[] outputs =
        SradNetwork.plain(wide).output(false, random(4, DataType.FLOAT, 1, 3, 32, 96));
    assertThat(outputs[0].shape()).containsExactly(1, 3, 32, 96);
    assertThat(outputs[1].shape()).containsExactly(1, 2, 32, 96);
  }

  @Test
  void json_roundTrip_isEqual() {
    ComputationGraphConfiguration configuration =
        SradNetwork.training(SMALL, new Sgd(0.1)).getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()).toJson())
        .isEqualTo(configuration.toJson());
  }
}
