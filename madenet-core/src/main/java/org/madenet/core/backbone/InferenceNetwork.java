package org.madenet.core.backbone;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.madenet.core.backbone.Node.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.factory.Nd4j;

/** Runs a topology forward, one ND4J operation per node, batch normalisation folded. */
final class InferenceNetwork implements AutoCloseable {

  private record Filter(INDArray weight, INDArray bias) {}

  private final Topology topology;
  private final List<Node> nodes;
  private final Set<String> outputs;
  private final Map<String, Filter> filters = new HashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();

  InferenceNetwork(Topology topology, Set<String> outputs, BackboneTensors tensors) {
    this.topology = topology;
    this.outputs = Set.copyOf(outputs);
    this.nodes = topology.upTo(outputs);
    for (Node node : nodes) {
      node.inputs().forEach(in -> readers.merge(in, 1, Integer::sum));
      if (node instanceof Node.Conv conv) {
        filters.put(conv.name(), fold(conv, tensors));
      }
    }
  }

  private Filter fold(Node.Conv conv, BackboneTensors tensors) {
    float[] weight = tensors.values(conv.name() + ".weight").clone();
    float[] gamma = tensors.values(BatchNormTensor.GAMMA.name(conv.norm()));
    float[] beta = tensors.values(BatchNormTensor.BETA.name(conv.norm()));
    float[] mean = tensors.values(BatchNormTensor.MEAN.name(conv.norm()));
    float[] variance = tensors.values(BatchNormTensor.VARIANCE.name(conv.norm()));
    float[] bias = new float[conv.out()];
    int perChannel = weight.length / conv.out();
    for (int c = 0; c < conv.out(); c++) {
      double scale = gamma[c] / Math.sqrt(variance[c] + topology.epsilon());
      bias[c] = (float) (beta[c] - mean[c] * scale);
      for (int i = c * perChannel; i < (c + 1) * perChannel; i++) {
        weight[i] = (float) (weight[i] * scale);
      }
    }
    long[] shape = topology.weightShape(conv).stream().mapToLong(Long::longValue).toArray();
    INDArray w = Nd4j.create(weight, shape, 'c');
    if (conv.groups() > 1) {
      w = w.permute(2, 3, 0, 1).dup('c');
    }
    return new Filter(w.detach(), Nd4j.create(bias).detach());
  }

  Map<String, INDArray> run(INDArray image) {
    Map<String, INDArray> live = new HashMap<>(Map.of(Topology.IMAGE, image));
    Map<String, Integer> open = new HashMap<>(readers);
    for (Node node : nodes) {
      live.put(node.name(), apply(node, live));
      for (String in : node.inputs()) {
        if (open.merge(in, -1, Integer::sum) == 0
            && !outputs.contains(in)
            && !in.equals(Topology.IMAGE)) {
          live.remove(in).close();
        }
      }
    }
    live.keySet().retainAll(outputs);
    return live;
  }

  private INDArray apply(Node node, Map<String, INDArray> live) {
    INDArray in = live.get(node.inputs().get(0));
    if (node instanceof Node.Conv conv) {
      return activate(convolve(conv, in), conv.activation());
    }
    if (node instanceof Node.MaxPool) {
      int h = (int) (in.size(2) + 1) / 2;
      int w = (int) (in.size(3) + 1) / 2;
      INDArray out = Nd4j.createUninitialized(DataType.FLOAT, in.size(0), in.size(1), h, w);
      Nd4j.exec(
          DynamicCustomOp.builder("maxpool2d")
              .addInputs(in)
              .addOutputs(out)
              .addIntegerArguments(3, 3, 2, 2, 1, 1, 1, 1, 0, 0, 0)
              .build());
      return out;
    }
    Node.Sum sum = (Node.Sum) node;
    INDArray total = in.dup();
    for (String other : sum.inputs().subList(1, sum.inputs().size())) {
      total.addi(live.get(other));
    }
    return activate(total, sum.activation());
  }

  private INDArray convolve(Node.Conv conv, INDArray in) {
    Filter filter = filters.get(conv.name());
    int s = conv.stride();
    long h = (in.size(2) + s - 1) / s;
    long w = (in.size(3) + s - 1) / s;
    INDArray out = Nd4j.createUninitialized(DataType.FLOAT, in.size(0), conv.out(), h, w);
    boolean depthwise = conv.groups() > 1;
    int same = topology.padding() == Node.Padding.SAME ? 1 : 0;
    int p = conv.kernel() / 2;
    Nd4j.exec(
        DynamicCustomOp.builder(depthwise ? "depthwise_conv2d" : "conv2d")
            .addInputs(in, filter.weight, filter.bias)
            .addOutputs(out)
            .addIntegerArguments(
                conv.kernel(), conv.kernel(), s, s, p, p, 1, 1, same, 0, depthwise ? 0 : 1)
            .build());
    return out;
  }

  private static INDArray activate(INDArray values, Activation activation) {
    if (activation != Activation.NONE) {
      Nd4j.exec(new RectifiedLinear(values, values));
    }
    if (activation == Activation.RELU6) {
      Nd4j.exec(new ScalarMin(values, null, values, 6f));
    }
    return values;
  }

  @Override
  public void close() {
    filters.values().forEach(f -> List.of(f.weight, f.bias).forEach(INDArray::close));
    filters.clear();
  }
}
