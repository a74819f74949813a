package org.madenet.core.nn;

import java.util.List;
import org.madenet.core.nn.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Undoes {@link ImageStandardizeVertex}: first input a standardised image [N,C,H,W], perhaps a
 * changed one, second input the images whose mean and standard deviation it gets back.
 */
public final class ImageRestoreVertex extends TensorVertex {

  @Override
  long[] outputShape(List<long[]> inputs) {
    return inputs.get(0).clone();
  }

  @Override
  public int minVertexInputs() {
    return 2;
  }

  @Override
  public int maxVertexInputs() {
    return 2;
  }

  @Override
  void forward(Kernels kernels, List<INDArray> inputs, INDArray output) {
    for (int n = 0; n < output.size(0); n++) {
      INDArray y = ImageStatistics.image(output, n);
      statistics(kernels, inputs, n, y)
          .restore(kernels, ImageStatistics.image(inputs.get(0), n), y);
    }
  }

  private static ImageStatistics statistics(
      Kernels kernels, List<INDArray> inputs, int n, INDArray scratch) {
    return ImageStatistics.of(kernels, ImageStatistics.image(inputs.get(1), n), scratch);
  }

  @Override
  void backward(
      Kernels kernels,
      List<INDArray> inputs,
      INDArray output,
      INDArray gradient,
      List<INDArray> inputGradients) {
    for (int n = 0; n < output.size(0); n++) {
      INDArray gradientImage = ImageStatistics.image(gradient, n);
      INDArray scratch = ImageStatistics.image(inputGradients.get(1), n);
      ImageStatistics statistics = statistics(kernels, inputs, n, scratch);
      new ImageStatistics(0, statistics.deviation())
          .restore(kernels, gradientImage, ImageStatistics.image(inputGradients.get(0), n));
      INDArray z = ImageStatistics.flat(ImageStatistics.image(inputs.get(0), n));
      INDArray x = ImageStatistics.flat(ImageStatistics.image(inputs.get(1), n));
      INDArray dy = ImageStatistics.flat(gradientImage);
      INDArray dx = ImageStatistics.flat(scratch);
      double mean = dy.meanNumber().doubleValue();
      double along = dy.mul(z).meanNumber().doubleValue();
      dx.assign(x).subi(statistics.mean()).muli(along / statistics.deviation()).addi(mean);
    }
  }

  @Override
  public ImageRestoreVertex clone() {
    return new ImageRestoreVertex();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageRestoreVertex;
  }

  @Override
  public int hashCode() {
    return ImageRestoreVertex.class.hashCode();
  }

  @Override
  public String toString() {
    return "restoration of each image's mean and deviation";
  }
}
