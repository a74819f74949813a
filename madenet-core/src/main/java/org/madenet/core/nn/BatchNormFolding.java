package org.madenet.core.nn;

import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Makes a network for inference from a trained one: batch normalisation with its running statistics
 * becomes part of the convolution before it,
 *
 * <pre>W' = W gamma / sqrt(var + eps),  b' = (b - mean) gamma / sqrt(var + eps) + beta</pre>
 *
 * and weights stay in the layout that the machine likes best. Outputs equal the original's to
 * rounding.
 */
public final class BatchNormFolding {

  private BatchNormFolding() {}

  /**
   * Folds a network.
   *
   * @param graph the network; not changed, and later changes of it have no effect on the result
   * @return a network with copies of its weights, whose parameters must not be changed and which
   *     cannot be trained; {@link GraphMemory#free} frees it
   */
  public static ComputationGraph fold(ComputationGraph graph) {
    ComputationGraphConfiguration configuration = graph.getConfiguration().clone();
    long length = 0;
    for (Map.Entry<String, GraphVertex> entry : configuration.getVertices().entrySet()) {
      if (entry.getValue() instanceof LayerVertex vertex) {
        NeuralNetConfiguration layer = vertex.getLayerConf();
        ConvBlock block = block(layer);
        if (block != null) {
          layer.setLayer(block.folded());
          layer.clearVariables();
        }
      }
      length += entry.getValue().numParams(false);
    }
    ComputationGraph folded = new ComputationGraph(configuration);
    folded.init(length == 0 ? null : Nd4j.create(graph.params().dataType(), 1, length), false);
    for (org.deeplearning4j.nn.graph.vertex.GraphVertex vertex : graph.getVertices()) {
      if (vertex.hasLayer()) {
        copy(vertex.getLayer(), folded.getVertex(vertex.getVertexName()).getLayer());
      }
    }
    return folded;
  }

  private static ConvBlock block(NeuralNetConfiguration configuration) {
    org.deeplearning4j.nn.conf.layers.Layer layer = configuration.getLayer();
    if (layer instanceof FrozenLayer frozen) {
      layer = frozen.getLayer();
    }
    return layer instanceof ConvBlock block ? block : null;
  }

  private static void copy(
      org.deeplearning4j.nn.api.Layer from, org.deeplearning4j.nn.api.Layer to) {
    Map<String, INDArray> source = from.paramTable();
    Map<String, INDArray> target = to.paramTable();
    ConvBlock block = block(from.conf());
    if (block == null) {
      target.forEach((name, array) -> array.assign(source.get(name)));
      return;
    }
    INDArray weight = target.get(ConvBlockParams.WEIGHT);
    INDArray bias = target.get(ConvBlockParams.BIAS);
    weight.assign(source.get(ConvBlockParams.WEIGHT));
    if (block.spec().bias()) {
      bias.assign(source.get(ConvBlockParams.BIAS));
    }
    if (block.spec().batchNorm()) {
      INDArray deviation =
          Transforms.sqrt(source.get(ConvBlockParams.VARIANCE).add(block.spec().epsilon()), false);
      INDArray scale = source.get(ConvBlockParams.GAMMA).div(deviation);
      bias.subi(source.get(ConvBlockParams.MEAN))
          .muli(scale)
          .addi(source.get(ConvBlockParams.BETA));
      long out = scale.length();
      weight.muli(
          block.spec().transposed() ? scale.reshape(1, out, 1, 1) : scale.reshape(out, 1, 1, 1));
    }
  }
}
