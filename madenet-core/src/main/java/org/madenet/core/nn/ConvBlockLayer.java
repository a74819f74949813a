package org.madenet.core.nn;

import static org.madenet.core.nn.ConvBlockParams.BETA;
import static org.madenet.core.nn.ConvBlockParams.BIAS;
import static org.madenet.core.nn.ConvBlockParams.GAMMA;
import static org.madenet.core.nn.ConvBlockParams.MEAN;
import static org.madenet.core.nn.ConvBlockParams.VARIANCE;
import static org.madenet.core.nn.ConvBlockParams.WEIGHT;

import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.madenet.core.nn.kernel.ConvFilter;
import org.madenet.core.nn.kernel.ConvGeometry;
import org.madenet.core.nn.kernel.Kernels;
import org.madenet.core.nn.kernel.Normalization;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs a {@link ConvBlock}. What the backward pass needs is kept from the forward pass in the
 * network's workspaces.
 */
final class ConvBlockLayer extends BaseLayer<ConvBlock> {

  private static final long serialVersionUID = 1L;

  private final transient Kernels kernels;
  private transient ConvFilter filter;
  private transient Kept kept;
  private transient long maskLength = -1;
  private transient long[] maskShape = {};

  /** z is what the convolution, u what the normalisation gave; u is y where that is enough. */
  private record Kept(
      ConvGeometry geometry,
      INDArray x,
      INDArray z,
      INDArray mean,
      INDArray variance,
      INDArray mask,
      INDArray u,
      INDArray y) {}

  ConvBlockLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
    kernels = Kernels.of(type);
  }

  private ConvSpec spec() {
    return layerConf().spec();
  }

  @Override
  public void setParamTable(Map<String, INDArray> table) {
    super.setParamTable(table);
    forgetFilter();
  }

  @Override
  public void setParams(INDArray values) {
    super.setParams(values);
    forgetFilter();
  }

  @Override
  public void setParam(String name, INDArray value) {
    super.setParam(name, value);
    forgetFilter();
  }

  private void forgetFilter() {
    if (filter != null) {
      filter.close();
      filter = null;
    }
  }

  private ConvFilter filter() {
    if (filter == null) {
      filter = new ConvFilter(params.get(WEIGHT), params.get(BIAS), layerConf().constant());
    }
    return filter;
  }

  private INDArray inLayout(INDArray array, ArrayType role, LayerWorkspaceMgr workspaces) {
    if (array.dataType() == dataType && kernels.layout().matches(array)) {
      return array;
    }
    INDArray typed = array.castTo(dataType);
    INDArray copy = kernels.layout().allocate(workspaces, role, dataType, typed.shape());
    kernels.copy(typed, copy);
    return copy;
  }

  private INDArray normed(boolean relu, INDArray z, INDArray mean, INDArray variance, INDArray y) {
    kernels.normalizeFixed(normalization(relu), z, mean, variance, y);
    return y;
  }

  private Normalization normalization(boolean relu) {
    return new Normalization(params.get(GAMMA), params.get(BETA), spec().epsilon(), relu);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    if (input.rank() != 4 || input.size(1) != layerConf().in()) {
      throw new IllegalArgumentException(
          "layer "
              + layerConf().getLayerName()
              + " wants [N,"
              + layerConf().in()
              + ",H,W], got "
              + Arrays.toString(input.shape()));
    }
    ConvGeometry geometry = ConvGeometry.of(spec(), input.size(2), input.size(3));
    ArrayType inputRole = training ? ArrayType.ACTIVATIONS : ArrayType.FF_WORKING_MEM;
    INDArray x = inLayout(input, inputRole, workspaces);
    long[] shape = {
      x.size(0), spec().out(), geometry.outHeight(x.size(2)), geometry.outWidth(x.size(3))
    };
    if (shape[2] <= 0 || shape[3] <= 0) {
      throw new IllegalArgumentException(
          "layer "
              + layerConf().getLayerName()
              + ": an input of "
              + x.size(2)
              + "x"
              + x.size(3)
              + " is smaller than its kernel of "
              + spec().kernel());
    }
    return training ? train(geometry, x, shape, workspaces) : infer(geometry, x, shape, workspaces);
  }

  private INDArray infer(
      ConvGeometry geometry, INDArray x, long[] shape, LayerWorkspaceMgr workspaces) {
    ConvActivation activation = spec().activation();
    INDArray y = allocate(workspaces, ArrayType.ACTIVATIONS, shape);
    if (!spec().batchNorm()) {
      kernels.convolve(geometry, x, filter(), activation, y);
      return y;
    }
    kernels.convolve(geometry, x, filter(), ConvActivation.NONE, y);
    boolean relu = activation == ConvActivation.RELU;
    normed(relu, y, params.get(MEAN), params.get(VARIANCE), y);
    if (!relu && activation != ConvActivation.NONE) {
      kernels.activate(activation, y, y);
    }
    return y;
  }

  private INDArray train(
      ConvGeometry geometry, INDArray x, long[] shape, LayerWorkspaceMgr workspaces) {
    if (layerConf().constant()) {
      throw new IllegalStateException(
          "layer "
              + layerConf().getLayerName()
              + " belongs to a folded graph, which cannot be trained; train the graph it came"
              + " from");
    }
    ConvActivation activation = spec().activation();
    INDArray z = allocate(workspaces, ArrayType.ACTIVATIONS, shape);
    boolean needsInput = activation.needsInput();
    if (!spec().batchNorm()) {
      if (!needsInput) {
        kernels.convolve(geometry, x, filter(), activation, z);
        kept = new Kept(geometry, x, null, null, null, null, z, z);
        return z;
      }
      kernels.convolve(geometry, x, filter(), ConvActivation.NONE, z);
      INDArray y = allocate(workspaces, ArrayType.ACTIVATIONS, shape);
      kernels.activate(activation, z, y);
      kept = new Kept(geometry, x, null, null, null, null, z, y);
      return y;
    }
    kernels.convolve(geometry, x, filter(), ConvActivation.NONE, z);
    boolean relu = activation == ConvActivation.RELU;
    Normalization norm = normalization(relu);
    INDArray mean = vector(workspaces);
    INDArray variance = vector(workspaces);
    INDArray mask = mask(norm, z, workspaces);
    INDArray u = allocate(workspaces, ArrayType.ACTIVATIONS, shape);
    kernels.normalize(norm, z, mean, variance, mask, u);
    INDArray y = u;
    if (!relu && activation != ConvActivation.NONE) {
      if (needsInput) {
        y = allocate(workspaces, ArrayType.ACTIVATIONS, shape);
      }
      kernels.activate(activation, u, y);
    }
    kept = new Kept(geometry, x, z, mean, variance, mask, u, y);
    return y;
  }

  private INDArray allocate(LayerWorkspaceMgr workspaces, ArrayType role, long[] shape) {
    return kernels.layout().allocate(workspaces, role, dataType, shape);
  }

  private INDArray vector(LayerWorkspaceMgr workspaces) {
    return workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, 1, spec().out());
  }

  private INDArray mask(Normalization norm, INDArray z, LayerWorkspaceMgr workspaces) {
    if (!Arrays.equals(maskShape, z.shape())) {
      maskLength = kernels.maskLength(norm, z);
      maskShape = z.shape().clone();
    }
    return maskLength == 0
        ? null
        : workspaces.createUninitialized(ArrayType.ACTIVATIONS, DataType.UINT8, maskLength);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    if (kept == null) {
      throw new IllegalStateException(
          "layer " + layerConf().getLayerName() + " has no training forward pass to go back from");
    }
    INDArray dy = inLayout(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
    INDArray dz =
        spec().batchNorm() ? throughNorm(dy, workspaces) : throughActivation(dy, workspaces);
    INDArray dx = allocate(workspaces, ArrayType.ACTIVATION_GRAD, kept.x.shape());
    kernels.convolveBackward(
        kept.geometry,
        kept.x,
        filter(),
        dz,
        dx,
        gradientViews.get(WEIGHT),
        gradientViews.get(BIAS));
    Gradient gradient = new DefaultGradient(gradientsFlattened);
    params.keySet().forEach(name -> gradient.setGradientFor(name, gradientViews.get(name)));
    kept = null;
    weightNoiseParams.clear();
    return new Pair<>(gradient, dx);
  }

  private INDArray throughActivation(INDArray dy, LayerWorkspaceMgr workspaces) {
    ConvActivation activation = spec().activation();
    if (activation == ConvActivation.NONE) {
      return dy;
    }
    INDArray gradient = allocate(workspaces, ArrayType.BP_WORKING_MEM, dy.shape());
    kernels.activateBackward(activation, kept.u, dy, gradient);
    return gradient;
  }

  private INDArray throughNorm(INDArray dy, LayerWorkspaceMgr workspaces) {
    boolean relu = spec().activation() == ConvActivation.RELU;
    INDArray du = relu ? dy : throughActivation(dy, workspaces);
    INDArray dz = allocate(workspaces, ArrayType.BP_WORKING_MEM, dy.shape());
    kernels.normalizeBackward(
        normalization(relu),
        kept.z,
        kept.mean,
        kept.variance,
        kept.mask,
        kept.y,
        du,
        dz,
        gradientViews.get(GAMMA),
        gradientViews.get(BETA));
    double count = (double) kept.z.length() / spec().out();
    statistic(MEAN, kept.mean, 1);
    statistic(VARIANCE, kept.variance, count > 1 ? count / (count - 1) : 1);
    return dz;
  }

  /** The change that the updater, which does nothing to it, subtracts. */
  private void statistic(String name, INDArray batch, double factor) {
    double momentum = spec().momentum();
    INDArray change = gradientViews.get(name);
    change.assign(params.get(name)).muli(momentum).subi(batch.mul(momentum * factor));
  }

  @Override
  public boolean updaterDivideByMinibatch(String name) {
    return !ConvBlockParams.isStatistic(name);
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public boolean hasBias() {
    return spec().bias();
  }

  @Override
  public void clear() {
    super.clear();
    kept = null;
  }

  @Override
  public void close() {
    forgetFilter();
  }
}
