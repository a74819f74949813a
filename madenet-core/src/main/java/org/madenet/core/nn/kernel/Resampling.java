package org.madenet.core.nn.kernel;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_resampling_desc_t;
import org.bytedeco.javacpp.FloatPointer;
import org.madenet.core.nn.UpsampleMode;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Upsampling or its gradient. oneDNN 2.5 writes the result with instructions that fault where it
 * does not begin at a cache line, so that a result elsewhere is made in memory of our own first.
 */
final class Resampling implements AutoCloseable {

  private static final int CACHE_LINE = 64;

  private final Primitive primitive;
  private final Primitive staged;
  private final Primitive copy;
  private final Buffer stage;

  Resampling(boolean backward, UpsampleMode mode, dnnl_memory_desc_t in, dnnl_memory_desc_t out) {
    primitive = primitive(backward, mode, in, out);
    staged = primitive(backward, mode, in, out);
    dnnl_memory_desc_t result = backward ? in : out;
    stage = new Buffer(result);
    copy = Reorder.between(result, result);
    staged.bind(1, stage.memory());
    copy.bind(Reorder.FROM, stage.memory());
  }

  private static Primitive primitive(
      boolean backward, UpsampleMode mode, dnnl_memory_desc_t in, dnnl_memory_desc_t out) {
    dnnl_primitive_desc forward = describe(mode, in, out);
    if (!backward) {
      return new Primitive(forward, DNNL_ARG_SRC, DNNL_ARG_DST);
    }
    try (dnnl_resampling_desc_t op = new dnnl_resampling_desc_t()) {
      OneDnn.check(
          dnnl_resampling_backward_desc_init(op, algorithm(mode), (FloatPointer) null, in, out),
          "describe the gradient of an upsampling");
      return new Primitive(
          Primitive.describe(op, null, forward), DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_SRC);
    } finally {
      dnnl_primitive_desc_destroy(forward);
    }
  }

  private static int algorithm(UpsampleMode mode) {
    return mode == UpsampleMode.NEAREST ? dnnl_resampling_nearest : dnnl_resampling_linear;
  }

  private static dnnl_primitive_desc describe(
      UpsampleMode mode, dnnl_memory_desc_t in, dnnl_memory_desc_t out) {
    try (dnnl_resampling_desc_t op = new dnnl_resampling_desc_t()) {
      OneDnn.check(
          dnnl_resampling_forward_desc_init(
              op, dnnl_forward_training, algorithm(mode), (FloatPointer) null, in, out),
          "describe an upsampling");
      return Primitive.describe(op, null, null);
    }
  }

  void run(INDArray from, INDArray to) {
    long target = OneDnn.address(to);
    if (target % CACHE_LINE == 0) {
      primitive.bind(0, OneDnn.address(from));
      primitive.bind(1, target);
      primitive.run();
    } else {
      staged.bind(0, OneDnn.address(from));
      staged.run();
      copy.bind(Reorder.TO, target);
      copy.run();
    }
  }

  @Override
  public void close() {
    primitive.close();
    staged.close();
    copy.close();
    stage.close();
  }
}
