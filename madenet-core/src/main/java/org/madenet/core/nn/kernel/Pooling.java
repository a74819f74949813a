package org.madenet.core.nn.kernel;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_pooling_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.LongPointer;
import org.madenet.core.nn.PoolMode;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of pooling. Where the maxima lay is found again in the backward pass, into memory
 * that the layers share, so that nothing has to be kept in between.
 */
final class Pooling implements AutoCloseable {

  private final Primitive forward;
  private final Primitive backward;
  private final Buffer positions;
  private final Buffer output;

  Pooling(PoolMode mode, ConvGeometry geometry, dnnl_memory_desc_t in, dnnl_memory_desc_t out) {
    dnnl_primitive_desc hint = describe(mode, geometry, in, out, dnnl_forward_training);
    dnnl_primitive_desc description = describeBackward(mode, geometry, in, out, hint);
    if (mode == PoolMode.MAX) {
      positions = new Buffer(Primitive.layout(hint, DNNL_ARG_WORKSPACE));
      output = new Buffer(out);
      backward =
          new Primitive(description, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_SRC, DNNL_ARG_WORKSPACE);
      forward = new Primitive(hint, DNNL_ARG_SRC, DNNL_ARG_DST, DNNL_ARG_WORKSPACE);
      forward.bind(1, output.memory());
      forward.bind(2, positions.memory());
      backward.bind(2, positions.memory());
    } else {
      positions = null;
      output = null;
      forward = null;
      backward = new Primitive(description, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_SRC);
      dnnl_primitive_desc_destroy(hint);
    }
  }

  static Primitive inference(
      PoolMode mode, ConvGeometry geometry, dnnl_memory_desc_t in, dnnl_memory_desc_t out) {
    return new Primitive(
        describe(mode, geometry, in, out, dnnl_forward_inference), DNNL_ARG_SRC, DNNL_ARG_DST);
  }

  private static int algorithm(PoolMode mode) {
    return mode == PoolMode.MAX ? dnnl_pooling_max : dnnl_pooling_avg_include_padding;
  }

  private static dnnl_primitive_desc describe(
      PoolMode mode, ConvGeometry g, dnnl_memory_desc_t in, dnnl_memory_desc_t out, int direction) {
    try (LongPointer strides = new LongPointer(g.stride(), g.stride());
        LongPointer kernel = new LongPointer(g.kernel(), g.kernel());
        LongPointer before = new LongPointer(g.top(), g.left());
        LongPointer after = new LongPointer(g.bottom(), g.right());
        dnnl_pooling_desc_t op = new dnnl_pooling_desc_t()) {
      OneDnn.check(
          dnnl_pooling_forward_desc_init(
              op, direction, algorithm(mode), in, out, strides, kernel, before, after),
          "describe a pooling");
      return Primitive.describe(op, null, null);
    }
  }

  private static dnnl_primitive_desc describeBackward(
      PoolMode mode,
      ConvGeometry g,
      dnnl_memory_desc_t in,
      dnnl_memory_desc_t out,
      dnnl_primitive_desc hint) {
    try (LongPointer strides = new LongPointer(g.stride(), g.stride());
        LongPointer kernel = new LongPointer(g.kernel(), g.kernel());
        LongPointer before = new LongPointer(g.top(), g.left());
        LongPointer after = new LongPointer(g.bottom(), g.right());
        dnnl_pooling_desc_t op = new dnnl_pooling_desc_t()) {
      OneDnn.check(
          dnnl_pooling_backward_desc_init(
              op, algorithm(mode), in, out, strides, kernel, before, after),
          "describe the gradient of a pooling");
      return Primitive.describe(op, null, hint);
    }
  }

  void backward(INDArray x, INDArray dy, INDArray dx) {
    if (forward != null) {
      forward.bind(0, OneDnn.address(x));
      forward.run();
    }
    backward.bind(0, OneDnn.address(dy));
    backward.bind(1, OneDnn.address(dx));
    backward.run();
  }

  @Override
  public void close() {
    backward.close();
    if (forward != null) {
      forward.close();
      positions.close();
      output.close();
    }
  }
}
