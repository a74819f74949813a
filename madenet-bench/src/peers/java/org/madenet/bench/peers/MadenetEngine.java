package org.madenet.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.backbone.Backbone;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.backbone.Backbones;
import org.madenet.core.nn.BatchNormFolding;
import org.madenet.core.nn.GraphMemory;
import org.madenet.core.nn.NetworkBuilder;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The library under test. */
final class MadenetEngine implements Engine {

  private final ComputationGraph graph;
  private int width;

  MadenetEngine(Path folder, String network, boolean training) throws IOException {
    Backbone backbone = Backbones.named(network.equals("hrnet_w32") ? "timm_hrnet_w32" : network);
    List<String> taps =
        network.equals("hrnet_w32")
            ? List.of("branch0", "branch1", "branch2", "branch3")
            : List.of("layer4");
    NetworkBuilder net = new NetworkBuilder(0, new Sgd(1e-4));
    String image = net.input("input", 3);
    List<String> outputs = new ArrayList<>();
    for (String vertex : backbone.addTo(net, image, taps).values()) {
      outputs.add(
          training
              ? net.globalAveragePool("pooled." + vertex, vertex)
              : net.concat("output." + vertex, vertex));
    }
    ComputationGraph trained = training ? withLoss(net, outputs) : net.build(array(outputs));
    BackboneWeights.file(folder.resolve(network + ".safetensors"))
        .load(backbone, taps)
        .copyInto(trained);
    graph = training ? trained : BatchNormFolding.fold(trained);
  }

  private ComputationGraph withLoss(NetworkBuilder net, List<String> outputs) {
    String all = net.concat("pooled", array(outputs));
    width = net.channels(all);
    CnnLossLayer loss =
        new CnnLossLayer.Builder(LossFunction.MSE)
            .activation(Activation.IDENTITY)
            .format(CNN2DFormat.NCHW)
            .build();
    return net.build(net.layer("loss", loss, width, all));
  }

  private static String[] array(List<String> names) {
    return names.toArray(String[]::new);
  }

  private static INDArray input(float[] images, int batch) {
    return Nd4j.create(images, new long[] {batch, 3, Networks.SIZE, Networks.SIZE}, 'c');
  }

  @Override
  public List<float[]> forward(float[] images, int batch) {
    List<float[]> outputs = new ArrayList<>();
    for (INDArray output : graph.output(input(images, batch))) {
      outputs.add(output.dup('c').data().asFloat());
    }
    return outputs;
  }

  @Override
  public void train(float[] images, int batch) {
    graph.fit(
        new INDArray[] {input(images, batch)}, new INDArray[] {Nd4j.zeros(batch, width, 1, 1)});
  }

  @Override
  public void close() {
    GraphMemory.free(graph);
  }
}
