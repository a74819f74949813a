package org.madenet.core.nn.kernel;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_convolution_desc_t;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.LongPointer;
import org.madenet.core.nn.ConvActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The three primitives of a convolution, transposed or not, and the reorders of its weights. */
final class Convolution {

  /** What a convolution depends on; two layers of equal key share primitives. */
  record Key(
      ConvGeometry geometry,
      long batch,
      long in,
      long height,
      long width,
      long out,
      boolean bias,
      ConvActivation activation) {

    static Key of(ConvGeometry geometry, INDArray x, ConvFilter filter, ConvActivation activation) {
      return new Key(
          geometry,
          x.size(0),
          x.size(1),
          x.size(2),
          x.size(3),
          filter.out(geometry),
          filter.bias() != null,
          activation);
    }

    /** The convolution alone. */
    Key bare() {
      return new Key(geometry, batch, in, height, width, out, false, ConvActivation.NONE);
    }

    long[] input() {
      return new long[] {batch, in, height, width};
    }

    long[] output() {
      return new long[] {batch, out, geometry.outHeight(height), geometry.outWidth(width)};
    }

    long[] filter() {
      int k = geometry.kernel();
      int g = geometry.groups();
      return g == 1 ? new long[] {out, in, k, k} : new long[] {g, out / g, in / g, k, k};
    }
  }

  private Convolution() {}

  private static int plainTag(Key key) {
    if (key.geometry.transposed()) {
      return dnnl_iohw;
    }
    return key.geometry.groups() == 1 ? dnnl_oihw : dnnl_goihw;
  }

  private static dnnl_memory_desc_t plainFilter(Key key) {
    return OneDnn.tagged(plainTag(key), key.filter());
  }

  private static dnnl_primitive_desc describe(
      Key key, int direction, dnnl_primitive_attr attributes, dnnl_primitive_desc forward) {
    ConvGeometry g = key.geometry;
    dnnl_memory_desc_t x = OneDnn.tagged(dnnl_nhwc, key.input());
    dnnl_memory_desc_t y = OneDnn.tagged(dnnl_nhwc, key.output());
    dnnl_memory_desc_t w = OneDnn.tagged(dnnl_format_tag_any, key.filter());
    dnnl_memory_desc_t b = key.bias ? OneDnn.tagged(dnnl_x, key.out) : null;
    try (LongPointer strides = new LongPointer(g.stride(), g.stride());
        LongPointer before = new LongPointer(g.top(), g.left());
        LongPointer after = new LongPointer(g.bottom(), g.right());
        dnnl_convolution_desc_t op = new dnnl_convolution_desc_t()) {
      int status =
          g.transposed()
              ? initTransposed(op, direction, x, w, b, y, strides, before, after)
              : init(op, direction, x, w, b, y, strides, before, after);
      OneDnn.check(status, "describe a convolution " + key);
      return Primitive.describe(op, attributes, forward);
    }
  }

  private static int init(
      dnnl_convolution_desc_t op,
      int direction,
      dnnl_memory_desc_t x,
      dnnl_memory_desc_t w,
      dnnl_memory_desc_t b,
      dnnl_memory_desc_t y,
      LongPointer strides,
      LongPointer before,
      LongPointer after) {
    int algorithm = dnnl_convolution_direct;
    return switch (direction) {
      case dnnl_backward_data ->
          dnnl_convolution_backward_data_desc_init(op, algorithm, x, w, y, strides, before, after);
      case dnnl_backward_weights ->
          dnnl_convolution_backward_weights_desc_init(
              op, algorithm, x, w, b, y, strides, before, after);
      default ->
          dnnl_convolution_forward_desc_init(
              op, direction, algorithm, x, w, b, y, strides, before, after);
    };
  }

  private static int initTransposed(
      dnnl_convolution_desc_t op,
      int direction,
      dnnl_memory_desc_t x,
      dnnl_memory_desc_t w,
      dnnl_memory_desc_t b,
      dnnl_memory_desc_t y,
      LongPointer strides,
      LongPointer before,
      LongPointer after) {
    int algorithm = dnnl_deconvolution_direct;
    return switch (direction) {
      case dnnl_backward_data ->
          dnnl_deconvolution_backward_data_desc_init(
              op, algorithm, x, w, y, strides, before, after);
      case dnnl_backward_weights ->
          dnnl_deconvolution_backward_weights_desc_init(
              op, algorithm, x, w, b, y, strides, before, after);
      default ->
          dnnl_deconvolution_forward_desc_init(
              op, direction, algorithm, x, w, b, y, strides, before, after);
    };
  }

  /** y = activation(x * w + b). */
  static final class Forward implements AutoCloseable {
    private final Primitive convolution;
    private final dnnl_memory_desc_t packedLayout;
    private final Primitive pack;
    private final Buffer scratch;
    private final boolean bias;

    Forward(Key key) {
      bias = key.bias;
      dnnl_primitive_desc description = withActivation(key);
      packedLayout = Primitive.layout(description, DNNL_ARG_WEIGHTS);
      convolution =
          bias
              ? new Primitive(
                  description, DNNL_ARG_SRC, DNNL_ARG_DST, DNNL_ARG_WEIGHTS, DNNL_ARG_BIAS)
              : new Primitive(description, DNNL_ARG_SRC, DNNL_ARG_DST, DNNL_ARG_WEIGHTS);
      pack = Reorder.between(plainFilter(key), packedLayout);
      scratch = new Buffer(packedLayout);
    }

    private static dnnl_primitive_desc withActivation(Key key) {
      if (key.activation == ConvActivation.NONE) {
        return describe(key, dnnl_forward_training, null, null);
      }
      dnnl_primitive_attr attributes = new dnnl_primitive_attr();
      dnnl_post_ops operations = new dnnl_post_ops();
      OneDnn.check(dnnl_primitive_attr_create(attributes), "create attributes");
      OneDnn.check(dnnl_post_ops_create(operations), "create post operations");
      try {
        Elementwise function = Elementwise.of(key.activation);
        OneDnn.check(
            dnnl_post_ops_append_eltwise(
                operations, 1, function.algorithm(), function.alpha(), function.beta()),
            "append an activation");
        OneDnn.check(dnnl_primitive_attr_set_post_ops(attributes, operations), "set attributes");
        return describe(key, dnnl_forward_training, attributes, null);
      } finally {
        dnnl_post_ops_destroy(operations);
        dnnl_primitive_attr_destroy(attributes);
      }
    }

    void run(INDArray x, ConvFilter filter, INDArray y) {
      convolution.bind(0, OneDnn.address(x));
      convolution.bind(1, OneDnn.address(y));
      convolution.bind(2, weights(filter).memory());
      if (bias) {
        convolution.bind(3, OneDnn.address(filter.bias()));
      }
      convolution.run();
    }

    private Buffer weights(ConvFilter filter) {
      if (!filter.constant()) {
        packInto(scratch, filter);
        return scratch;
      }
      if (filter.packed() instanceof Buffer packed && packed.has(packedLayout)) {
        return packed;
      }
      Buffer packed = new Buffer(packedLayout);
      packInto(packed, filter);
      filter.packed(packed);
      return packed;
    }

    private void packInto(Buffer target, ConvFilter filter) {
      pack.bind(Reorder.FROM, OneDnn.address(filter.weight()));
      pack.bind(Reorder.TO, target.memory());
      pack.run();
    }

    @Override
    public void close() {
      convolution.close();
      pack.close();
      scratch.close();
    }
  }

  /** Gradients of input, weight and bias. */
  static final class Backward implements AutoCloseable {
    private final Primitive data;
    private final Primitive weights;
    private final Primitive pack;
    private final Primitive unpack;
    private final Buffer packed;
    private final Buffer gradient;

    Backward(Key key) {
      dnnl_primitive_desc forward = describe(key, dnnl_forward_training, null, null);
      dnnl_primitive_desc dataDescription = describe(key, dnnl_backward_data, null, forward);
      dnnl_memory_desc_t packedLayout = Primitive.layout(dataDescription, DNNL_ARG_WEIGHTS);
      data = new Primitive(dataDescription, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_SRC, DNNL_ARG_WEIGHTS);
      pack = Reorder.between(plainFilter(key), packedLayout);
      packed = new Buffer(packedLayout);
      data.bind(2, packed.memory());
      pack.bind(Reorder.TO, packed.memory());

      dnnl_primitive_desc weightsDescription = describe(key, dnnl_backward_weights, null, forward);
      dnnl_memory_desc_t gradientLayout =
          Primitive.layout(weightsDescription, DNNL_ARG_DIFF_WEIGHTS);
      weights =
          key.bias
              ? new Primitive(
                  weightsDescription,
                  DNNL_ARG_SRC,
                  DNNL_ARG_DIFF_DST,
                  DNNL_ARG_DIFF_WEIGHTS,
                  DNNL_ARG_DIFF_BIAS)
              : new Primitive(
                  weightsDescription, DNNL_ARG_SRC, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_WEIGHTS);
      unpack = Reorder.between(gradientLayout, plainFilter(key));
      gradient = new Buffer(gradientLayout);
      weights.bind(2, gradient.memory());
      unpack.bind(Reorder.FROM, gradient.memory());
      dnnl_primitive_desc_destroy(forward);
    }

    void run(INDArray x, ConvFilter filter, INDArray dy, INDArray dx, INDArray dw, INDArray db) {
      pack.bind(Reorder.FROM, OneDnn.address(filter.weight()));
      pack.run();
      data.bind(0, OneDnn.address(dy));
      data.bind(1, OneDnn.address(dx));
      data.run();
      weights.bind(0, OneDnn.address(x));
      weights.bind(1, OneDnn.address(dy));
      if (db != null) {
        weights.bind(3, OneDnn.address(db));
      }
      weights.run();
      unpack.bind(Reorder.TO, OneDnn.address(dw));
      unpack.run();
    }

    @Override
    public void close() {
      data.close();
      weights.close();
      pack.close();
      unpack.close();
      packed.close();
      gradient.close();
    }
  }
}
