package org.madenet.core.nn;

import java.util.List;
import org.madenet.core.nn.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The input as it is; the gradient ends here. PyTorch's {@code detach}. */
public final class StopGradientVertex extends TensorVertex {

  @Override
  long[] outputShape(List<long[]> inputs) {
    return inputs.get(0).clone();
  }

  @Override
  void forward(Kernels kernels, List<INDArray> inputs, INDArray output) {
    kernels.copy(inputs.get(0), output);
  }

  @Override
  void backward(
      Kernels kernels,
      List<INDArray> inputs,
      INDArray output,
      INDArray gradient,
      List<INDArray> inputGradients) {
    inputGradients.get(0).assign(0);
  }

  @Override
  public StopGradientVertex clone() {
    return new StopGradientVertex();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StopGradientVertex;
  }

  @Override
  public int hashCode() {
    return StopGradientVertex.class.hashCode();
  }

  @Override
  public String toString() {
    return "end of the gradient";
  }
}
