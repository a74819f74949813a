package org.madenet.core.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Weight decay as {@code weight_decay} of PyTorch's optimisers: {@code rate} times the weight is
 * added to its gradient, before the updater. In the place of Deeplearning4j's {@code
 * L2Regularization}, which does the same and also adds the weights' norm to the losses that are
 * reported; those of folded networks are large.
 *
 * @param rate at least 0
 */
record GradientDecay(@JsonProperty("rate") double rate) implements Regularization {

  @Override
  public ApplyStep applyStep() {
    return ApplyStep.BEFORE_UPDATER;
  }

  @Override
  public void apply(
      INDArray parameter, INDArray gradient, double learningRate, int iteration, int epoch) {
    gradient.addi(parameter.mul(rate).reshape(gradient.shape()));
  }

  @Override
  public double score(INDArray parameter, int iteration, int epoch) {
    return 0;
  }

  @Override
  public GradientDecay clone() {
    return new GradientDecay(rate);
  }
}
