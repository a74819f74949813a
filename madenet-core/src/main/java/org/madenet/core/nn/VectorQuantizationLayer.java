package org.madenet.core.nn;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.madenet.core.nn.kernel.Kernels;
import org.madenet.core.train.RandomStreams;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs a {@link VectorQuantization}. */
final class VectorQuantizationLayer extends BaseLayer<VectorQuantization> {

  private static final long serialVersionUID = 1L;

  private final transient Kernels kernels;
  private transient INDArray keptInput;
  private transient int[] keptCodes;

  VectorQuantizationLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
    kernels = Kernels.of(type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    if (input.rank() != 4 || input.size(1) != layerConf().width()) {
      throw new IllegalArgumentException(
          "layer "
              + layerConf().getLayerName()
              + " wants [N,"
              + layerConf().width()
              + ",H,W], got "
              + Arrays.toString(input.shape()));
    }
    ArrayType role = training ? ArrayType.ACTIVATIONS : ArrayType.FF_WORKING_MEM;
    INDArray x = inLayout(input, role, workspaces);
    Codebook codebook = new Codebook(params.get(VectorQuantizationParams.CODES));
    int[] codes = codebook.nearest(x);
    INDArray y = allocate(workspaces, ArrayType.ACTIVATIONS, x.shape());
    kernels.copy(codebook.lookUp(codes, x.shape()), y);
    if (training) {
      keptInput = x;
      keptCodes = codes;
    }
    return y;
  }

  private INDArray inLayout(INDArray array, ArrayType role, LayerWorkspaceMgr workspaces) {
    if (array.dataType() == dataType && kernels.layout().matches(array)) {
      return array;
    }
    INDArray copy = allocate(workspaces, role, array.shape());
    kernels.copy(array.castTo(dataType), copy);
    return copy;
  }

  private INDArray allocate(LayerWorkspaceMgr workspaces, ArrayType role, long[] shape) {
    return kernels.layout().allocate(workspaces, role, dataType, shape);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    if (keptCodes == null) {
      throw new IllegalStateException(
          "layer " + layerConf().getLayerName() + " has no training forward pass to go back from");
    }
    INDArray dx = allocate(workspaces, ArrayType.ACTIVATION_GRAD, epsilon.shape());
    kernels.copy(epsilon.castTo(dataType), dx);
    if (layerConf().spec().moves()) {
      move();
    } else {
      gradientsFlattened.assign(0);
    }
    Gradient gradient = new DefaultGradient(gradientsFlattened);
    params.keySet().forEach(name -> gradient.setGradientFor(name, gradientViews.get(name)));
    keptInput = null;
    keptCodes = null;
    weightNoiseParams.clear();
    return new Pair<>(gradient, dx);
  }

  private void move() {
    CodeAverages averages =
        new CodeAverages(
            values(params.get(VectorQuantizationParams.SIZES)),
            values(params.get(VectorQuantizationParams.SUMS)));
    CodeAverages moved =
        averages.after(
            values(Codebook.vectors(keptInput)),
            keptCodes,
            layerConf().spec(),
            new RandomStreams(layerConf().seed()).forPurpose("restart").at(getIterationCount()));
    change(VectorQuantizationParams.SIZES, moved.sizes());
    change(VectorQuantizationParams.SUMS, moved.sums());
    change(VectorQuantizationParams.CODES, moved.codes());
  }

  private static double[] values(INDArray array) {
    return array.dup('c').data().asDouble();
  }

  /** The change that the updater, which does nothing to it, subtracts. */
  private void change(String name, double[] next) {
    INDArray parameter = params.get(name);
    gradientViews
        .get(name)
        .assign(parameter)
        .subi(Nd4j.create(next, parameter.shape(), 'c').castTo(dataType));
  }

  @Override
  public boolean updaterDivideByMinibatch(String name) {
    return false;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public boolean hasBias() {
    return false;
  }

  @Override
  public void clear() {
    super.clear();
    keptInput = null;
    keptCodes = null;
  }
}
