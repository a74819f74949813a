package org.madenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The package's layers equal Deeplearning4j's own in float32. */
class StockLayersTest {

  private static final List<String> BLOCKS = List.of("a", "b");

  private static ComputationGraph ours() {
    NetworkBuilder net = new NetworkBuilder(11);
    String x = net.maxPool("pool", net.input("in", 3), 2, 2, 0);
    ConvSpec.Builder spec = ConvSpec.builder(16, 3).batchNorm();
    String a = net.conv("a", x, spec.activation(ConvActivation.RELU).build());
    String b = net.conv("b", a, spec.activation(ConvActivation.NONE).build());
    return net.build(net.sum("sum", ConvActivation.RELU, b, a));
  }

  private static ComputationGraph stock() {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .activation(Activation.IDENTITY)
            .graphBuilder()
            .addInputs("in")
            .addLayer(
                "pool", new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build(), "in");
    String in = "pool";
    for (String name : BLOCKS) {
      graph.addLayer(
          name + "conv",
          new ConvolutionLayer.Builder(3, 3).padding(1, 1).nOut(16).hasBias(false).build(),
          in);
      graph.addLayer(
          name + "bn",
          new BatchNormalization.Builder().eps(1e-5).useLogStd(false).build(),
          name + "conv");
      in = name + "bn";
      if (name.equals("a")) {
        graph.addLayer("arelu", new ActivationLayer(Activation.RELU), in);
        in = "arelu";
      }
    }
    graph.addVertex("add", new ElementWiseVertex(ElementWiseVertex.Op.Add), "bbn", "arelu");
    graph.addLayer("out", new ActivationLayer(Activation.RELU), "add");
    ComputationGraph network =
        new ComputationGraph(
            graph
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(16, 16, 3))
                .validateOutputLayerConfig(false)
                .build());
    network.init();
    return network;
  }

  private static void copyParameters(ComputationGraph from, ComputationGraph to) {
    for (String name : BLOCKS) {
      to.getLayer(name + "conv").setParam("W", from.getParam(name + "_W"));
      for (String parameter : List.of("gamma", "beta", "mean", "var")) {
        to.getLayer(name + "bn").setParam(parameter, from.getParam(name + '_' + parameter));
      }
    }
  }

  @Test
  void outputAndGradient_sameParameters_equalStockLayers() {
    ComputationGraph ours = ours();
    Networks.scramble(ours);
    ComputationGraph stock = stock();
    copyParameters(ours, stock);
    INDArray x = Networks.normal(1, DataType.FLOAT, 2, 3, 16, 16);
    INDArray dy = Networks.normal(2, DataType.FLOAT, 2, 16, 8, 8);

    // Another order of float32 additions; a difference of formulas would show in the first digits.
    assertThat(Networks.relativeError(ours.outputSingle(x), stock.outputSingle(x)))
        .isLessThan(1e-4);
    ours.feedForward(new INDArray[] {x}, true, false);
    var actual = ours.backpropGradient(dy).gradientForVariable();
    stock.feedForward(new INDArray[] {x}, true, false);
    var expected = stock.backpropGradient(dy).gradientForVariable();
    for (String name : BLOCKS) {
      check(actual.get(name + "_W"), expected.get(name + "conv_W"));
      check(actual.get(name + "_gamma"), expected.get(name + "bn_gamma"));
      check(actual.get(name + "_beta"), expected.get(name + "bn_beta"));
    }
  }

  private static void check(INDArray actual, INDArray expected) {
    assertThat(Networks.relativeError(actual, expected.reshape(actual.shape()))).isLessThan(1e-4);
  }
}
