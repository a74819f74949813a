package org.madenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.madenet.core.io.TensorDigest;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GraphWeightsTest {

  private static ComputationGraph graph(long seed) {
    NetworkBuilder net = new NetworkBuilder(seed);
    String x = net.input("in", 3);
    x = net.conv("first", x, ConvSpec.builder(4, 3).batchNorm().build());
    return net.build(net.conv("second", x, ConvSpec.builder(2, 1).bias().build()));
  }

  @Test
  void copyInto_otherNetwork_givesTheSameOutputs() {
    ComputationGraph from = graph(1);
    Networks.scramble(from);
    ComputationGraph to = graph(2);
    INDArray x = Networks.normal(3, DataType.FLOAT, 2, 3, 8, 8);
    assertThat(to.outputSingle(x)).isNotEqualTo(from.outputSingle(x));
    GraphWeights.copyInto(GraphWeights.of(from), to);
    assertThat(to.outputSingle(x)).isEqualTo(from.outputSingle(x));
    assertThat(TensorDigest.of(GraphWeights.of(to)))
        .isEqualTo(TensorDigest.of(GraphWeights.of(from)));
  }

  @Test
  void of_laterTraining_doesNotChangeTheCopies() {
    ComputationGraph graph = graph(1);
    Map<String, INDArray> copies = GraphWeights.of(graph);
    String before = TensorDigest.of(copies);
    graph.params().addi(1);
    assertThat(TensorDigest.of(copies)).isEqualTo(before);
  }

  @Test
  void copyInto_missingLeftOverOrMisshapen_isRefusedAndChangesNothing() {
    ComputationGraph graph = graph(1);
    INDArray before = graph.params().dup();
    Map<String, INDArray> missing = new LinkedHashMap<>(GraphWeights.of(graph(2)));
    missing.remove("second/b");
    assertThatThrownBy(() -> GraphWeights.copyInto(missing, graph))
        .hasMessageContaining("[second/b] missing");
    Map<String, INDArray> more = new LinkedHashMap<>(GraphWeights.of(graph(2)));
    more.put("third/W", Nd4j.zeros(1));
    assertThatThrownBy(() -> GraphWeights.copyInto(more, graph))
        .hasMessageContaining("[third/W] left over");
    Map<String, INDArray> misshapen = new LinkedHashMap<>(GraphWeights.of(graph(2)));
    misshapen.put("second/b", Nd4j.zeros(1, 3));
    assertThatThrownBy(() -> GraphWeights.copyInto(misshapen, graph))
        .hasMessageContaining("second/b is [1, 3]");
    assertThat(graph.params()).isEqualTo(before);
  }
}
