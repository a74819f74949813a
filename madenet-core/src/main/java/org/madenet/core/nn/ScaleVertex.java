package org.madenet.core.nn;

import java.util.Arrays;
import java.util.List;
import org.madenet.core.nn.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Feature maps [N,C,H,W] times factors [N,C,1,1]: the last step of squeeze-and-excitation. */
public final class ScaleVertex extends TensorVertex {

  @Override
  public int minVertexInputs() {
    return 2;
  }

  @Override
  public int maxVertexInputs() {
    return 2;
  }

  @Override
  long[] outputShape(List<long[]> inputs) {
    long[] maps = inputs.get(0);
    if (!Arrays.equals(inputs.get(1), new long[] {maps[0], maps[1], 1, 1})) {
      throw new IllegalArgumentException(
          "scaling needs maps and one factor for each, got " + Shapes.text(inputs));
    }
    return maps.clone();
  }

  @Override
  void forward(Kernels kernels, List<INDArray> inputs, INDArray output) {
    kernels.scale(inputs.get(0), inputs.get(1), output);
  }

  @Override
  void backward(
      Kernels kernels,
      List<INDArray> inputs,
      INDArray output,
      INDArray gradient,
      List<INDArray> inputGradients) {
    kernels.scaleBackward(
        inputs.get(0), inputs.get(1), gradient, inputGradients.get(0), inputGradients.get(1));
  }

  @Override
  public ScaleVertex clone() {
    return new ScaleVertex();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScaleVertex;
  }

  @Override
  public int hashCode() {
    return ScaleVertex.class.hashCode();
  }

  @Override
  public String toString() {
    return "scaling";
  }
}
