package org.madenet.core.nn;

import java.util.List;
import org.madenet.core.nn.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gives each image [C,H,W] mean 0 and variance 1 over all its channels and pixels: what follows
 * sees the pattern of dark and of faint images as it sees that of others. Images with a standard
 * deviation of less than about 0.01 stay fainter. {@link ImageRestoreVertex} undoes it.
 */
public final class ImageStandardizeVertex extends TensorVertex {

  @Override
  long[] outputShape(List<long[]> inputs) {
    return inputs.get(0).clone();
  }

  @Override
  void forward(Kernels kernels, List<INDArray> inputs, INDArray output) {
    for (int n = 0; n < output.size(0); n++) {
      INDArray x = ImageStatistics.image(inputs.get(0), n);
      INDArray y = ImageStatistics.image(output, n);
      ImageStatistics.of(kernels, x, y).standardize(kernels, x, y);
    }
  }

  @Override
  void backward(
      Kernels kernels,
      List<INDArray> inputs,
      INDArray output,
      INDArray gradient,
      List<INDArray> inputGradients) {
    for (int n = 0; n < output.size(0); n++) {
      INDArray x = ImageStatistics.image(inputs.get(0), n);
      INDArray scratch = ImageStatistics.image(inputGradients.get(0), n);
      double deviation = ImageStatistics.of(kernels, x, scratch).deviation();
      INDArray y = ImageStatistics.flat(ImageStatistics.image(output, n));
      INDArray dy = ImageStatistics.flat(ImageStatistics.image(gradient, n));
      INDArray dx = ImageStatistics.flat(scratch);
      double mean = dy.meanNumber().doubleValue();
      double along = dy.mul(y).meanNumber().doubleValue();
      dx.assign(y).muli(-along).addi(dy).subi(mean).divi(deviation);
    }
  }

  @Override
  public ImageStandardizeVertex clone() {
    return new ImageStandardizeVertex();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageStandardizeVertex;
  }

  @Override
  public int hashCode() {
    return ImageStandardizeVertex.class.hashCode();
  }

  @Override
  public String toString() {
    return "standardisation of each image";
  }
}
