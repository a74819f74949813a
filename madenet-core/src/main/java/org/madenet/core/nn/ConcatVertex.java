package org.madenet.core.nn;

import java.util.List;
import org.madenet.core.nn.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Puts the channels of several feature maps of one size behind one another. */
public final class ConcatVertex extends TensorVertex {

  @Override
  public int maxVertexInputs() {
    return Integer.MAX_VALUE;
  }

  @Override
  long[] outputShape(List<long[]> inputs) {
    long[] first = inputs.get(0);
    long channels = 0;
    for (long[] in : inputs) {
      if (in[0] != first[0] || in[2] != first[2] || in[3] != first[3]) {
        throw new IllegalArgumentException(
            "concatenation needs maps of one size, got " + Shapes.text(inputs));
      }
      channels += in[1];
    }
    return new long[] {first[0], channels, first[2], first[3]};
  }

  private static INDArray channels(INDArray x, long from, long to) {
    return x.get(
        NDArrayIndex.all(),
        NDArrayIndex.interval(from, to),
        NDArrayIndex.all(),
        NDArrayIndex.all());
  }

  @Override
  void forward(Kernels kernels, List<INDArray> inputs, INDArray output) {
    long from = 0;
    for (INDArray x : inputs) {
      long to = from + x.size(1);
      kernels.copy(x, channels(output, from, to));
      from = to;
    }
  }

  @Override
  void backward(
      Kernels kernels,
      List<INDArray> inputs,
      INDArray output,
      INDArray gradient,
      List<INDArray> inputGradients) {
    long from = 0;
    for (INDArray dx : inputGradients) {
      long to = from + dx.size(1);
      kernels.copy(channels(gradient, from, to), dx);
      from = to;
    }
  }

  @Override
  public ConcatVertex clone() {
    return new ConcatVertex();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConcatVertex;
  }

  @Override
  public int hashCode() {
    return ConcatVertex.class.hashCode();
  }

  @Override
  public String toString() {
    return "concatenation";
  }
}
