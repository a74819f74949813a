package org.madenet.core.nn;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.madenet.core.nn.kernel.Kernels;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link TensorVertex} inside a network: workspaces, layouts, and nothing of its own. */
@SuppressWarnings("overrides") // BaseGraphVertex overrides a varargs method with an array
final class TensorVertexRuntime extends BaseGraphVertex {

  private static final long serialVersionUID = 1L;

  private final transient TensorVertex function;
  private final transient Kernels kernels;
  private transient List<INDArray> keptInputs;
  private transient INDArray keptOutput;

  TensorVertexRuntime(
      ComputationGraph graph, String name, int index, DataType type, TensorVertex function) {
    super(graph, name, index, null, null, type);
    this.function = function;
    this.kernels = Kernels.of(type);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    if (!canDoForward()) {
      throw new IllegalStateException("vertex " + vertexName + ": inputs are not set");
    }
    ArrayType role = training ? ArrayType.ACTIVATIONS : ArrayType.FF_WORKING_MEM;
    List<INDArray> xs = new ArrayList<>(inputs.length);
    for (INDArray input : inputs) {
      xs.add(inLayout(input, role, workspaces));
    }
    long[] shape = function.outputShape(xs.stream().map(INDArray::shape).toList());
    INDArray y = kernels.layout().allocate(workspaces, ArrayType.ACTIVATIONS, dataType, shape);
    function.forward(kernels, xs, y);
    if (training) {
      keptInputs = xs;
      keptOutput = y;
    }
    return y;
  }

  private INDArray inLayout(INDArray array, ArrayType role, LayerWorkspaceMgr workspaces) {
    if (array.rank() != 4) {
      throw new IllegalArgumentException(
          "vertex "
              + vertexName
              + " wants feature maps [N,C,H,W], got "
              + Arrays.toString(array.shape()));
    }
    if (array.dataType() == dataType && kernels.layout().matches(array)) {
      return array;
    }
    INDArray typed = array.castTo(dataType);
    INDArray copy = kernels.layout().allocate(workspaces, role, dataType, typed.shape());
    kernels.copy(typed, copy);
    return copy;
  }

  /**
   * Where several vertices read this one, the network calls {@code addi} on this with the gradient
   * of the next of them. ND4J adds arrays that lie channels last slowly: the kernels do it instead.
   */
  @Override
  public INDArray getEpsilon() {
    INDArray first = epsilon;
    if (first == null || !addable(first)) {
      return first;
    }
    return (INDArray)
        Proxy.newProxyInstance(
            INDArray.class.getClassLoader(),
            new Class<?>[] {INDArray.class},
            (proxy, method, arguments) ->
                method.getName().equals("addi")
                        && arguments.length == 1
                        && arguments[0] instanceof INDArray next
                        && addable(next)
                    ? add(first, next)
                    : invoke(method, first, arguments));
  }

  private static Object invoke(Method method, INDArray array, Object... arguments)
      throws Throwable {
    try {
      return method.invoke(array, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private INDArray add(INDArray first, INDArray next) {
    kernels.sum(List.of(first, next), ConvActivation.NONE, first);
    return first;
  }

  private boolean addable(INDArray array) {
    return array.dataType() == dataType && kernels.layout().matches(array);
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    if (epsilon == null || keptInputs == null) {
      throw new IllegalStateException(
          "vertex " + vertexName + " has no gradient or no training forward pass to go back from");
    }
    INDArray dy = inLayout(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
    List<INDArray> gradients = new ArrayList<>(keptInputs.size());
    for (INDArray x : keptInputs) {
      gradients.add(
          kernels.layout().allocate(workspaces, ArrayType.ACTIVATION_GRAD, dataType, x.shape()));
    }
    function.backward(kernels, keptInputs, keptOutput, dy, gradients);
    keptInputs = null;
    keptOutput = null;
    return new Pair<>(null, gradients.toArray(INDArray[]::new));
  }

  @Override
  public void clear() {
    super.clear();
    keptInputs = null;
    keptOutput = null;
  }

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public Layer getLayer() {
    return null;
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray gradients) {
    if (gradients != null) {
      throw new IllegalArgumentException("vertex " + vertexName + " has no parameters");
    }
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatch) {
    return null;
  }

  @Override
  public String toString() {
    return vertexName + ": " + function;
  }
}
