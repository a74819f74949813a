package org.madenet.core.nn.kernel;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.dnnl.dnnl_batch_normalization_desc_t;
import org.bytedeco.dnnl.dnnl_eltwise_desc_t;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.madenet.core.nn.ConvActivation;
import org.madenet.core.nn.PoolMode;
import org.madenet.core.nn.UpsampleMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Float32 kernels through oneDNN, channels last. */
final class OneDnnKernels implements Kernels {

  static final OneDnnKernels INSTANCE = new OneDnnKernels();

  /** About three times as many as HRNet needs for one input size. */
  private static final int CAPACITY = 1024;

  private final PrimitiveCache cache = new PrimitiveCache(CAPACITY);

  /** By length; made once, never changed. */
  private final Map<Long, INDArray> zeros = new ConcurrentHashMap<>();

  /** Making a description only to ask for this takes as long as a small normalisation. */
  private final Map<NormKey, Long> maskLengths = new ConcurrentHashMap<>();

  private record Shape(long n, long c, long h, long w) {
    static Shape of(INDArray x) {
      return new Shape(x.size(0), x.size(1), x.size(2), x.size(3));
    }

    dnnl_memory_desc_t channelsLast() {
      return OneDnn.tagged(dnnl_nhwc, n, c, h, w);
    }
  }

  private record CopyKey(List<Long> shape, List<Long> from, List<Long> to) {}

  private record ForwardKey(Convolution.Key convolution) {}

  private record BackwardKey(Convolution.Key convolution) {}

  private record NormKey(int direction, Shape shape, double epsilon, int flags) {}

  private record ActivationKey(boolean backward, Shape shape, ConvActivation activation) {}

  private record SumKey(Shape shape, int inputs, ConvActivation activation) {}

  private record PoolKey(boolean backward, Shape shape, PoolMode mode, ConvGeometry geometry) {}

  private record UpsampleKey(boolean backward, Shape in, Shape out, UpsampleMode mode) {}

  private OneDnnKernels() {}

  @Override
  public Layout layout() {
    return Layout.CHANNELS_LAST;
  }

  private void primitive(
      Object key, java.util.function.Supplier<Primitive> maker, INDArray... arguments) {
    cache.with(key, Primitive.class, maker, primitive -> run(primitive, arguments));
  }

  private static void run(Primitive primitive, INDArray... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      primitive.bind(i, OneDnn.address(arguments[i]));
    }
    primitive.run();
  }

  @Override
  public void copy(INDArray from, INDArray to) {
    primitive(
        new CopyKey(list(from.shape()), list(from.stride()), list(to.stride())),
        () ->
            Reorder.between(
                OneDnn.strided(from.shape(), from.stride()),
                OneDnn.strided(to.shape(), to.stride())),
        from,
        to);
  }

  private static List<Long> list(long[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  @Override
  public void convolve(
      ConvGeometry geometry, INDArray x, ConvFilter filter, ConvActivation activation, INDArray y) {
    Convolution.Key key = Convolution.Key.of(geometry, x, filter, activation);
    if (geometry.transposed()) {
      convolve(key.bare(), x, filter, y);
      finish(filter.bias(), activation, y);
    } else {
      convolve(key, x, filter, y);
    }
  }

  private void convolve(Convolution.Key key, INDArray x, ConvFilter filter, INDArray y) {
    cache.with(
        new ForwardKey(key),
        Convolution.Forward.class,
        () -> new Convolution.Forward(key),
        convolution -> convolution.run(x, filter, y));
  }

  /**
   * What a transposed convolution does by itself only in a slow way. The bias is added by a batch
   * normalisation with mean 0 and a deviation of 1, which oneDNN has fast code for on every
   * processor; for a sum with one value per channel it has none where there is no AVX-512.
   */
  private void finish(INDArray bias, ConvActivation activation, INDArray y) {
    boolean relu = activation == ConvActivation.RELU;
    if (bias != null) {
      int flags = dnnl_use_shift | dnnl_use_global_stats | (relu ? dnnl_fuse_norm_relu : 0);
      NormKey key = new NormKey(dnnl_forward_inference, Shape.of(y), 1, flags);
      INDArray zeros = zeros(bias.length());
      primitive(
          key,
          () ->
              new Primitive(
                  describeNorm(key),
                  DNNL_ARG_SRC,
                  DNNL_ARG_SHIFT,
                  DNNL_ARG_MEAN,
                  DNNL_ARG_VARIANCE,
                  DNNL_ARG_DST),
          y,
          bias,
          zeros,
          zeros,
          y);
    }
    if (activation != ConvActivation.NONE && !(relu && bias != null)) {
      activate(activation, y, y);
    }
  }

  private INDArray zeros(long channels) {
    return zeros.computeIfAbsent(
        channels, n -> Nd4j.createUninitializedDetached(DataType.FLOAT, n).assign(0));
  }

  @Override
  public void convolveBackward(
      ConvGeometry geometry,
      INDArray x,
      ConvFilter filter,
      INDArray dy,
      INDArray dx,
      INDArray dw,
      INDArray db) {
    Convolution.Key key = Convolution.Key.of(geometry, x, filter, ConvActivation.NONE);
    cache.with(
        new BackwardKey(key),
        Convolution.Backward.class,
        () -> new Convolution.Backward(key),
        convolution -> convolution.run(x, filter, dy, dx, dw, db));
  }

  @Override
  public long maskLength(Normalization norm, INDArray z) {
    if (!norm.relu()) {
      return 0;
    }
    return maskLengths.computeIfAbsent(trainingKey(norm, z), OneDnnKernels::describeMaskLength);
  }

  private static long describeMaskLength(NormKey key) {
    dnnl_primitive_desc description = describeNorm(key);
    try {
      return dnnl_memory_desc_get_size(Primitive.layout(description, DNNL_ARG_WORKSPACE));
    } finally {
      dnnl_primitive_desc_destroy(description);
    }
  }

  private static NormKey trainingKey(Normalization norm, INDArray z) {
    int flags = dnnl_use_scale | dnnl_use_shift | (norm.relu() ? dnnl_fuse_norm_relu : 0);
    return new NormKey(dnnl_forward_training, Shape.of(z), norm.epsilon(), flags);
  }

  private static dnnl_primitive_desc describeNorm(NormKey key) {
    dnnl_memory_desc_t data = key.shape.channelsLast();
    try (dnnl_batch_normalization_desc_t op = new dnnl_batch_normalization_desc_t()) {
      OneDnn.check(
          dnnl_batch_normalization_forward_desc_init(
              op, key.direction, data, (float) key.epsilon, key.flags),
          "describe a batch normalisation");
      return Primitive.describe(op, null, null);
    }
  }

  @Override
  public void normalize(
      Normalization norm, INDArray z, INDArray mean, INDArray variance, INDArray mask, INDArray y) {
    NormKey key = trainingKey(norm, z);
    int[] kinds = {
      DNNL_ARG_SRC,
      DNNL_ARG_SCALE,
      DNNL_ARG_SHIFT,
      DNNL_ARG_MEAN,
      DNNL_ARG_VARIANCE,
      DNNL_ARG_DST,
      DNNL_ARG_WORKSPACE
    };
    INDArray[] arrays = {z, norm.gamma(), norm.beta(), mean, variance, y, mask};
    int count = mask == null ? kinds.length - 1 : kinds.length;
    primitive(
        key,
        () -> new Primitive(describeNorm(key), Arrays.copyOf(kinds, count)),
        Arrays.copyOf(arrays, count));
  }

  @Override
  public void normalizeFixed(
      Normalization norm, INDArray z, INDArray mean, INDArray variance, INDArray y) {
    int flags =
        dnnl_use_scale
            | dnnl_use_shift
            | dnnl_use_global_stats
            | (norm.relu() ? dnnl_fuse_norm_relu : 0);
    NormKey key = new NormKey(dnnl_forward_inference, Shape.of(z), norm.epsilon(), flags);
    primitive(
        key,
        () ->
            new Primitive(
                describeNorm(key),
                DNNL_ARG_SRC,
                DNNL_ARG_SCALE,
                DNNL_ARG_SHIFT,
                DNNL_ARG_MEAN,
                DNNL_ARG_VARIANCE,
                DNNL_ARG_DST),
        z,
        norm.gamma(),
        norm.beta(),
        mean,
        variance,
        y);
  }

  @Override
  public void normalizeBackward(
      Normalization norm,
      INDArray z,
      INDArray mean,
      INDArray variance,
      INDArray mask,
      INDArray y,
      INDArray dy,
      INDArray dz,
      INDArray dgamma,
      INDArray dbeta) {
    NormKey forward = trainingKey(norm, z);
    NormKey key = new NormKey(dnnl_backward, forward.shape, forward.epsilon, forward.flags);
    int[] kinds = {
      DNNL_ARG_SRC,
      DNNL_ARG_MEAN,
      DNNL_ARG_VARIANCE,
      DNNL_ARG_DIFF_DST,
      DNNL_ARG_SCALE,
      DNNL_ARG_SHIFT,
      DNNL_ARG_DIFF_SRC,
      DNNL_ARG_DIFF_SCALE,
      DNNL_ARG_DIFF_SHIFT,
      DNNL_ARG_WORKSPACE
    };
    INDArray[] arrays = {z, mean, variance, dy, norm.gamma(), norm.beta(), dz, dgamma, dbeta, mask};
    int count = mask == null ? kinds.length - 1 : kinds.length;
    primitive(
        key,
        () -> normBackward(key, forward, Arrays.copyOf(kinds, count)),
        Arrays.copyOf(arrays, count));
  }

  private static Primitive normBackward(NormKey key, NormKey forwardKey, int[] kinds) {
    dnnl_memory_desc_t data = key.shape.channelsLast();
    dnnl_primitive_desc forward = describeNorm(forwardKey);
    try (dnnl_batch_normalization_desc_t op = new dnnl_batch_normalization_desc_t()) {
      OneDnn.check(
          dnnl_batch_normalization_backward_desc_init(
              op, dnnl_backward, data, data, (float) key.epsilon, key.flags),
          "describe the gradient of a batch normalisation");
      return new Primitive(Primitive.describe(op, null, forward), kinds);
    } finally {
      dnnl_primitive_desc_destroy(forward);
    }
  }

  @Override
  public void activate(ConvActivation activation, INDArray x, INDArray y) {
    ActivationKey key = new ActivationKey(false, Shape.of(x), activation);
    primitive(key, () -> new Primitive(describeActivation(key), DNNL_ARG_SRC, DNNL_ARG_DST), x, y);
  }

  private static dnnl_primitive_desc describeActivation(ActivationKey key) {
    Elementwise function = Elementwise.of(key.activation);
    try (dnnl_eltwise_desc_t op = new dnnl_eltwise_desc_t()) {
      OneDnn.check(
          dnnl_eltwise_forward_desc_init(
              op,
              dnnl_forward_training,
              function.algorithm(),
              key.shape.channelsLast(),
              function.alpha(),
              function.beta()),
          "describe an activation");
      return Primitive.describe(op, null, null);
    }
  }

  @Override
  public void activateBackward(ConvActivation activation, INDArray x, INDArray dy, INDArray dx) {
    ActivationKey key = new ActivationKey(true, Shape.of(x), activation);
    primitive(key, () -> activationBackward(key), x, dy, dx);
  }

  private static Primitive activationBackward(ActivationKey key) {
    Elementwise function = Elementwise.of(key.activation);
    dnnl_memory_desc_t data = key.shape.channelsLast();
    dnnl_primitive_desc forward = describeActivation(key);
    try (dnnl_eltwise_desc_t op = new dnnl_eltwise_desc_t()) {
      OneDnn.check(
          dnnl_eltwise_backward_desc_init(
              op, function.algorithm(), data, data, function.alpha(), function.beta()),
          "describe the gradient of an activation");
      return new Primitive(
          Primitive.describe(op, null, forward),
          DNNL_ARG_SRC,
          DNNL_ARG_DIFF_DST,
          DNNL_ARG_DIFF_SRC);
    } finally {
      dnnl_primitive_desc_destroy(forward);
    }
  }

  @Override
  public void sum(List<INDArray> xs, ConvActivation activation, INDArray y) {
    SumKey key = new SumKey(Shape.of(y), xs.size(), activation);
    INDArray[] arguments = new INDArray[xs.size() + 1];
    xs.toArray(arguments);
    arguments[xs.size()] = y;
    primitive(key, () -> Sum.of(key.shape.channelsLast(), key.inputs, key.activation), arguments);
  }

  @Override
  public void scale(INDArray x, INDArray factors, INDArray y) {
    for (int n = 0; n < x.size(0); n++) {
      Nd4j.exec(new BroadcastMulOp(pixels(x, n), channels(factors, n), pixels(y, n), 1));
    }
  }

  @Override
  public void scaleBackward(
      INDArray x, INDArray factors, INDArray dy, INDArray dx, INDArray dfactors) {
    for (int n = 0; n < x.size(0); n++) {
      INDArray gradient = pixels(dy, n);
      channels(dfactors, n).assign(gradient.mul(pixels(x, n)).sum(0));
      Nd4j.exec(new BroadcastMulOp(gradient, channels(factors, n), pixels(dx, n), 1));
    }
  }

  /** One image of channels-last activations as a matrix, a pixel per row; a view. */
  private static INDArray pixels(INDArray x, int n) {
    long pixels = x.size(2) * x.size(3);
    return x.permute(0, 2, 3, 1)
        .reshape('c', true, x.size(0) * pixels, x.size(1))
        .get(NDArrayIndex.interval(n * pixels, (n + 1) * pixels), NDArrayIndex.all());
  }

  /** One image's [N,C,1,1] as a vector; a view. */
  private static INDArray channels(INDArray x, int n) {
    return x.reshape('c', true, x.size(0), x.size(1)).get(NDArrayIndex.point(n));
  }

  @Override
  public void pool(PoolMode mode, ConvGeometry geometry, INDArray x, INDArray y) {
    PoolKey key = new PoolKey(false, Shape.of(x), mode, geometry);
    dnnl_memory_desc_t in = key.shape.channelsLast();
    cache.with(
        key,
        Primitive.class,
        () -> Pooling.inference(mode, geometry, in, Shape.of(y).channelsLast()),
        primitive -> run(primitive, x, y));
  }

  @Override
  public void poolBackward(
      PoolMode mode, ConvGeometry geometry, INDArray x, INDArray dy, INDArray dx) {
    PoolKey key = new PoolKey(true, Shape.of(x), mode, geometry);
    cache.with(
        key,
        Pooling.class,
        () -> new Pooling(mode, geometry, key.shape.channelsLast(), Shape.of(dy).channelsLast()),
        pooling -> pooling.backward(x, dy, dx));
  }

  @Override
  public void upsample(UpsampleMode mode, INDArray x, INDArray y) {
    resample(new UpsampleKey(false, Shape.of(x), Shape.of(y), mode), x, y);
  }

  @Override
  public void upsampleBackward(UpsampleMode mode, INDArray dy, INDArray dx) {
    resample(new UpsampleKey(true, Shape.of(dx), Shape.of(dy), mode), dy, dx);
  }

  private void resample(UpsampleKey key, INDArray from, INDArray to) {
    cache.with(
        key,
        Resampling.class,
        () -> new Resampling(key.backward, key.mode, key.in.channelsLast(), key.out.channelsLast()),
        resampling -> resampling.run(from, to));
  }
}
