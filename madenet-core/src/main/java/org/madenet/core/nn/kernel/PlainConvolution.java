package org.madenet.core.nn.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Convolution and its gradients through ND4J's operations, one group at a time. */
final class PlainConvolution {

  private static final int NCHW = 0;
  private static final int OIHW = 1;
  private static final int IOHW = 1; // of deconv2d, which numbers its orders apart

  private PlainConvolution() {}

  static void forward(ConvGeometry geometry, INDArray x, INDArray w, INDArray y) {
    if (geometry.transposed()) {
      Nd4j.exec(operation("deconv2d", geometry, IOHW).addInputs(x, w).addOutputs(y).build());
    } else if (geometry.groups() == 1) {
      Nd4j.exec(operation("conv2d", geometry, OIHW).addInputs(x, w).addOutputs(y).build());
    } else if (isDepthwise(w)) {
      INDArray filter = depthwise(geometry, w);
      Nd4j.exec(
          operation("depthwise_conv2d", geometry, 0).addInputs(x, filter).addOutputs(y).build());
    } else {
      long in = w.size(1);
      long out = w.size(0) / geometry.groups();
      for (int g = 0; g < geometry.groups(); g++) {
        INDArray part = Nd4jKernels.channels(y, g * out, (g + 1) * out);
        INDArray result = part.dup('c');
        INDArray input = Nd4jKernels.channels(x, g * in, (g + 1) * in).dup('c');
        Nd4j.exec(
            operation("conv2d", geometry, OIHW)
                .addInputs(input, filters(w, g * out, (g + 1) * out).dup('c'))
                .addOutputs(result)
                .build());
        part.assign(result);
      }
    }
  }

  static void backward(
      ConvGeometry geometry, INDArray x, INDArray w, INDArray dy, INDArray dx, INDArray dw) {
    if (geometry.transposed()) {
      backward("deconv2d_bp", IOHW, geometry, x, w, dy, dx, dw);
    } else if (geometry.groups() == 1) {
      backward("conv2d_bp", OIHW, geometry, x, w, dy, dx, dw);
    } else if (isDepthwise(w)) {
      INDArray filter = depthwise(geometry, w);
      INDArray gradient = filter.ulike();
      Nd4j.exec(
          operation("depthwise_conv2d_bp", geometry, 0)
              .addInputs(x, filter, dy)
              .addOutputs(dx, gradient)
              .build());
      // [kernel, kernel, in, multiplier] to [in * multiplier, 1, kernel, kernel]
      dw.assign(gradient.permute(2, 3, 0, 1).dup('c').reshape('c', dw.shape()));
    } else {
      long in = w.size(1);
      long out = w.size(0) / geometry.groups();
      for (int g = 0; g < geometry.groups(); g++) {
        INDArray input = Nd4jKernels.channels(x, g * in, (g + 1) * in).dup('c');
        INDArray filter = filters(w, g * out, (g + 1) * out).dup('c');
        INDArray inputGradient = input.ulike();
        INDArray filterGradient = filter.ulike();
        backward(
            "conv2d_bp",
            OIHW,
            geometry,
            input,
            filter,
            Nd4jKernels.channels(dy, g * out, (g + 1) * out).dup('c'),
            inputGradient,
            filterGradient);
        Nd4jKernels.channels(dx, g * in, (g + 1) * in).assign(inputGradient);
        filters(dw, g * out, (g + 1) * out).assign(filterGradient);
      }
    }
  }

  private static void backward(
      String name,
      int filterOrder,
      ConvGeometry geometry,
      INDArray x,
      INDArray w,
      INDArray dy,
      INDArray dx,
      INDArray dw) {
    INDArray gradient = w.ulike();
    Nd4j.exec(
        operation(name, geometry, filterOrder)
            .addInputs(x, w, dy)
            .addOutputs(dx, gradient)
            .build());
    dw.assign(gradient);
  }

  private static boolean isDepthwise(INDArray w) {
    return w.size(1) == 1;
  }

  /** [in * multiplier, 1, kernel, kernel] to [kernel, kernel, in, multiplier]. */
  private static INDArray depthwise(ConvGeometry g, INDArray w) {
    long multiplier = w.size(0) / g.groups();
    return w.reshape('c', g.groups(), multiplier, g.kernel(), g.kernel())
        .permute(2, 3, 0, 1)
        .dup('c');
  }

  private static INDArray filters(INDArray w, long from, long to) {
    return w.get(
        NDArrayIndex.interval(from, to),
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.all());
  }

  private static DynamicCustomOp.DynamicCustomOpsBuilder operation(
      String name, ConvGeometry g, int filterOrder) {
    return DynamicCustomOp.builder(name)
        .addIntegerArguments(
            g.kernel(),
            g.kernel(),
            g.stride(),
            g.stride(),
            g.top(),
            g.left(),
            1,
            1,
            g.same() ? 1 : 0,
            NCHW,
            filterOrder);
  }
}
