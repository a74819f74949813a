package org.madenet.core.nn.kernel;

import java.util.List;
import org.madenet.core.nn.ConvActivation;
import org.madenet.core.nn.PoolMode;
import org.madenet.core.nn.UpsampleMode;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Kernels through ND4J's operations: any backend and data type, planar, and slower on a CPU. */
final class Nd4jKernels implements Kernels {

  static final Nd4jKernels INSTANCE = new Nd4jKernels();

  private Nd4jKernels() {}

  @Override
  public Layout layout() {
    return Layout.PLANAR;
  }

  @Override
  public void copy(INDArray from, INDArray to) {
    to.assign(from);
  }

  @Override
  public void convolve(
      ConvGeometry geometry, INDArray x, ConvFilter filter, ConvActivation activation, INDArray y) {
    PlainConvolution.forward(geometry, x, filter.weight(), y);
    if (filter.bias() != null) {
      y.addi(perChannel(filter.bias()));
    }
    if (activation != ConvActivation.NONE) {
      activate(activation, y, y);
    }
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
    PlainConvolution.backward(geometry, x, filter.weight(), dy, dx, dw);
    if (db != null) {
      db.assign(dy.sum(0, 2, 3).reshape(db.shape()));
    }
  }

  @Override
  public long maskLength(Normalization norm, INDArray z) {
    return 0;
  }

  @Override
  public void normalize(
      Normalization norm, INDArray z, INDArray mean, INDArray variance, INDArray mask, INDArray y) {
    INDArray average = z.mean(0, 2, 3).reshape(mean.shape());
    INDArray centred = z.sub(perChannel(average));
    mean.assign(average);
    variance.assign(centred.muli(centred).mean(0, 2, 3).reshape(variance.shape()));
    normalizeFixed(norm, z, mean, variance, y);
  }

  @Override
  public void normalizeFixed(
      Normalization norm, INDArray z, INDArray mean, INDArray variance, INDArray y) {
    INDArray scale = norm.gamma().mul(inverseDeviation(norm, variance));
    INDArray shift = norm.beta().sub(mean.mul(scale));
    y.assign(z.mul(perChannel(scale)).addi(perChannel(shift)));
    if (norm.relu()) {
      activate(ConvActivation.RELU, y, y);
    }
  }

  private static INDArray inverseDeviation(Normalization norm, INDArray variance) {
    return Transforms.sqrt(variance.add(norm.epsilon()), false).rdivi(1);
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
    INDArray gradient = dy;
    if (norm.relu()) {
      gradient = dy.mul(y.gt(0).castTo(dy.dataType()));
    }
    INDArray inverse = inverseDeviation(norm, variance);
    INDArray normalized = z.sub(perChannel(mean)).muli(perChannel(inverse));
    INDArray sum = gradient.sum(0, 2, 3).reshape(dbeta.shape());
    INDArray weighted = gradient.mul(normalized).sum(0, 2, 3).reshape(dgamma.shape());
    dbeta.assign(sum);
    dgamma.assign(weighted);
    double count = (double) z.length() / z.size(1);
    // dz = gamma / sigma (dy - mean(dy) - normalized mean(dy normalized))
    normalized.muli(perChannel(weighted.divi(count))).addi(perChannel(sum.divi(count)));
    dz.assign(gradient.sub(normalized).muli(perChannel(norm.gamma().mul(inverse))));
  }

  private static INDArray perChannel(INDArray vector) {
    return vector.reshape(1, vector.length(), 1, 1);
  }

  @Override
  public void activate(ConvActivation activation, INDArray x, INDArray y) {
    switch (activation) {
      case NONE -> throw new IllegalArgumentException("no activation to compute");
      case RELU -> y.assign(Transforms.max(x, 0, true));
      case RELU6 -> y.assign(Transforms.min(Transforms.max(x, 0, true), 6, false));
      case LEAKY_RELU ->
          y.assign(
              Transforms.max(x, 0, true)
                  .addi(Transforms.min(x, 0, true).muli(ConvActivation.LEAKY_SLOPE)));
      case SIGMOID -> y.assign(Transforms.sigmoid(x, true));
      case SILU -> y.assign(Transforms.sigmoid(x, true).muli(x));
    }
  }

  @Override
  public void activateBackward(ConvActivation activation, INDArray x, INDArray dy, INDArray dx) {
    INDArray slope =
        switch (activation) {
          case NONE -> throw new IllegalArgumentException("no activation to compute");
          case RELU -> x.gt(0).castTo(x.dataType());
          case RELU6 -> x.gt(0).castTo(x.dataType()).muli(x.lt(6).castTo(x.dataType()));
          case LEAKY_RELU ->
              x.gt(0)
                  .castTo(x.dataType())
                  .muli(1 - ConvActivation.LEAKY_SLOPE)
                  .addi(ConvActivation.LEAKY_SLOPE);
          case SIGMOID -> {
            INDArray sigmoid = Transforms.sigmoid(x, true);
            yield sigmoid.mul(sigmoid.rsub(1));
          }
          case SILU -> {
            INDArray sigmoid = Transforms.sigmoid(x, true);
            // s + x s (1 - s)
            yield sigmoid.mul(sigmoid.rsub(1).muli(x).addi(1));
          }
        };
    dx.assign(slope.muli(dy));
  }

  @Override
  public void sum(List<INDArray> xs, ConvActivation activation, INDArray y) {
    y.assign(xs.get(0));
    xs.subList(1, xs.size()).forEach(y::addi);
    if (activation != ConvActivation.NONE) {
      activate(activation, y, y);
    }
  }

  @Override
  public void scale(INDArray x, INDArray factors, INDArray y) {
    y.assign(x.mul(factors));
  }

  @Override
  public void scaleBackward(
      INDArray x, INDArray factors, INDArray dy, INDArray dx, INDArray dfactors) {
    dx.assign(dy.mul(factors));
    dfactors.assign(dy.mul(x).sum(2, 3).reshape(dfactors.shape()));
  }

  @Override
  public void pool(PoolMode mode, ConvGeometry geometry, INDArray x, INDArray y) {
    Nd4j.exec(pooling(mode, "", geometry).addInputs(x).addOutputs(y).build());
  }

  @Override
  public void poolBackward(
      PoolMode mode, ConvGeometry geometry, INDArray x, INDArray dy, INDArray dx) {
    Nd4j.exec(pooling(mode, "_bp", geometry).addInputs(x, dy).addOutputs(dx).build());
  }

  private static DynamicCustomOp.DynamicCustomOpsBuilder pooling(
      PoolMode mode, String suffix, ConvGeometry g) {
    String name = mode == PoolMode.MAX ? "maxpool2d" : "avgpool2d";
    int countsPadding = 1;
    return DynamicCustomOp.builder(name + suffix)
        .addIntegerArguments(
            g.kernel(),
            g.kernel(),
            g.stride(),
            g.stride(),
            g.top(),
            g.left(),
            1,
            1,
            0,
            countsPadding,
            0);
  }

  @Override
  public void upsample(UpsampleMode mode, INDArray x, INDArray y) {
    INDArray rows = interpolation(mode, x.size(2), y.size(2), x);
    INDArray columns = interpolation(mode, x.size(3), y.size(3), x);
    y.assign(separable(x, rows, columns));
  }

  @Override
  public void upsampleBackward(UpsampleMode mode, INDArray dy, INDArray dx) {
    INDArray rows = interpolation(mode, dx.size(2), dy.size(2), dy).transpose();
    INDArray columns = interpolation(mode, dx.size(3), dy.size(3), dy).transpose();
    dx.assign(separable(dy, rows, columns));
  }

  /** A X B^T for each plane. */
  private static INDArray separable(INDArray x, INDArray rows, INDArray columns) {
    long planes = x.size(0) * x.size(1);
    INDArray flat = x.dup('c').reshape('c', planes * x.size(2), x.size(3));
    INDArray wide =
        flat.mmul(columns.transpose()).dup('c').reshape('c', planes, x.size(2), columns.size(0));
    INDArray byRow = wide.permute(0, 2, 1).dup('c');
    INDArray tall =
        byRow
            .reshape('c', planes * columns.size(0), x.size(2))
            .mmul(rows.transpose())
            .dup('c')
            .reshape('c', planes, columns.size(0), rows.size(0));
    return tall.permute(0, 2, 1)
        .dup('c')
        .reshape('c', x.size(0), x.size(1), rows.size(0), columns.size(0));
  }

  /** Weights [out, in] of one direction. */
  private static INDArray interpolation(UpsampleMode mode, long in, long out, INDArray like) {
    double[][] weights = new double[(int) out][(int) in];
    for (int i = 0; i < out; i++) {
      if (mode == UpsampleMode.NEAREST) {
        weights[i][(int) (i * in / out)] = 1;
      } else {
        double position = Math.max(0, (i + 0.5) * in / out - 0.5);
        int low = (int) Math.min(in - 1, (long) position);
        int high = (int) Math.min(in - 1, low + 1L);
        weights[i][low] += 1 - (position - low);
        weights[i][high] += position - low;
      }
    }
    return Nd4j.createFromArray(weights).castTo(like.dataType());
  }

  /** Channels of an array. */
  static INDArray channels(INDArray x, long from, long to) {
    return x.get(
        NDArrayIndex.all(),
        NDArrayIndex.interval(from, to),
        NDArrayIndex.all(),
        NDArrayIndex.all());
  }
}
