package org.madenet.core.nn;

import java.util.List;
import org.madenet.core.nn.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far features are from their codes, {@code z - sg(q)}, sg ending the gradient: first input the
 * features z, second input what {@link VectorQuantization} made of them, both [N,C,H,W]. With a
 * squared loss against zeros it is the commitment loss of VQ-VAE (van den Oord and others, 2017,
 * equation 3, last term), which keeps the encoder near the codes.
 */
public final class CommitmentVertex extends TensorVertex {

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
    return Shapes.equal(inputs);
  }

  @Override
  void forward(Kernels kernels, List<INDArray> inputs, INDArray output) {
    kernels.copy(inputs.get(0), output);
    pixels(output).subi(pixels(inputs.get(1)));
  }

  /** Dense in either layout, so that ND4J subtracts fast. */
  private static INDArray pixels(INDArray x) {
    return x.permute(0, 2, 3, 1);
  }

  @Override
  void backward(
      Kernels kernels,
      List<INDArray> inputs,
      INDArray output,
      INDArray gradient,
      List<INDArray> inputGradients) {
    kernels.copy(gradient, inputGradients.get(0));
    inputGradients.get(1).assign(0);
  }

  @Override
  public CommitmentVertex clone() {
    return new CommitmentVertex();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CommitmentVertex;
  }

  @Override
  public int hashCode() {
    return CommitmentVertex.class.hashCode();
  }

  @Override
  public String toString() {
    return "distance from the codes";
  }
}
