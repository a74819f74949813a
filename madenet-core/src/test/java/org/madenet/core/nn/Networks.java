package org.madenet.core.nn;

import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small networks and random arrays for tests. */
final class Networks {

  private Networks() {}

  /** Standard normal values drawn in double, so that both types hold the same up to rounding. */
  static INDArray normal(long seed, DataType type, long... shape) {
    SplittableRandom random = new SplittableRandom(seed);
    long length = 1;
    for (long size : shape) {
      length *= size;
    }
    float[] values = new float[Math.toIntExact(length)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.create(values, shape, 'c').castTo(type);
  }

  /** Every layer and vertex of the package; input [N,3,16,16], output "cat" [N,24,8,8]. */
  static ComputationGraph everything(DataType type, ConvActivation activation) {
    NetworkBuilder net = new NetworkBuilder(3).dataType(type);
    String x = net.input("in", 3);
    ConvSpec stem = ConvSpec.builder(8, 3).stride(2).batchNorm().activation(activation).build();
    x = net.conv("stem", x, stem);
    String pooled = net.maxPool("pool", x, 3, 2, 1);
    String depthwise =
        net.conv(
            "depthwise",
            pooled,
            ConvSpec.builder(8, 3).groups(8).batchNorm().activation(activation).build());
    String pointwise =
        net.conv("pointwise", pooled, ConvSpec.builder(8, 1).bias().activation(activation).build());
    String grouped =
        net.conv(
            "grouped", pooled, ConvSpec.builder(8, 3).groups(2).samePadding().batchNorm().build());
    x = net.sum("sum", ConvActivation.RELU, depthwise, pointwise, grouped);
    String bilinear = net.upsample("bilinear", x, 2, UpsampleMode.BILINEAR);
    String nearest = net.upsample("nearest", x, 2, UpsampleMode.NEAREST);
    ConvSpec.Builder twice =
        ConvSpec.builder(8, 4).transposed().stride(2).padding(1).activation(activation);
    String biased = net.conv("transposedBias", x, twice.bias().build());
    String normed = net.conv("transposedNorm", x, twice.batchNorm().build());
    String plainSum = net.sum("plainSum", ConvActivation.NONE, bilinear, nearest, biased, normed);
    String averaged = net.averagePool("averaged", plainSum, 3, 1, 1);
    String squeezed = net.globalAveragePool("squeezed", plainSum);
    String factors =
        net.conv("factors", squeezed, ConvSpec.builder(8, 1).bias().activation(activation).build());
    String excited = net.scale("excited", averaged, factors);
    return net.build(net.concat("cat", bilinear, nearest, excited));
  }

  /** Moves running statistics and affine parameters away from their initial values. */
  static void scramble(ComputationGraph graph) {
    graph
        .paramTable()
        .forEach(
            (name, array) -> {
              INDArray noise = normal(name.hashCode(), array.dataType(), array.shape()).muli(0.2);
              if (name.endsWith("_gamma") || name.endsWith("_var")) {
                array.assign(noise.muli(noise).addi(0.5));
              } else if (!name.endsWith("_W")) {
                array.assign(noise);
              }
            });
  }

  static INDArray trainingOutput(ComputationGraph graph, INDArray input) {
    String output = graph.getConfiguration().getNetworkOutputs().get(0);
    return graph.feedForward(new INDArray[] {input}, true, false).get(output);
  }

  /** Gradient of all parameters for the given gradient of the output. */
  static INDArray gradient(ComputationGraph graph, INDArray input, INDArray outputGradient) {
    graph.feedForward(new INDArray[] {input}, true, false);
    return graph.backpropGradient(outputGradient).gradient().dup();
  }

  /** Norm of the difference by the norm of the expected value. */
  static double relativeError(INDArray actual, INDArray expected) {
    INDArray wanted = expected.castTo(DataType.DOUBLE);
    INDArray difference = actual.castTo(DataType.DOUBLE).sub(wanted);
    return difference.norm2Number().doubleValue() / wanted.norm2Number().doubleValue();
  }
}
