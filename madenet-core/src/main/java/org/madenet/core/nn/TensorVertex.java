package org.madenet.core.nn;

import java.util.List;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.nn.kernel.Kernels;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A vertex without parameters: a function of feature maps that depends on nothing else, and its
 * gradient.
 */
abstract class TensorVertex extends GraphVertex {

  /** Shape of the output [N,C,H,W]. */
  abstract long[] outputShape(List<long[]> inputs);

  /** Fills the output. */
  abstract void forward(Kernels kernels, List<INDArray> inputs, INDArray output);

  /** Fills the gradients of all inputs. */
  abstract void backward(
      Kernels kernels,
      List<INDArray> inputs,
      INDArray output,
      INDArray gradient,
      List<INDArray> inputGradients);

  @Override
  public abstract TensorVertex clone();

  @Override
  public long numParams(boolean backprop) {
    return 0;
  }

  @Override
  public int minVertexInputs() {
    return 1;
  }

  @Override
  public int maxVertexInputs() {
    return 1;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return new TensorVertexRuntime(graph, name, index, type, this);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    List<long[]> shapes = java.util.Arrays.stream(inputs).map(TensorVertex::shape).toList();
    long[] out = outputShape(shapes);
    return InputType.convolutional(out[2], out[3], out[1]);
  }

  private static long[] shape(InputType input) {
    if (input instanceof InputType.InputTypeConvolutional image) {
      return new long[] {1, image.getChannels(), image.getHeight(), image.getWidth()};
    }
    throw new IllegalArgumentException("expected feature maps, got " + input);
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputs) {
    return new LayerMemoryReport.Builder(null, getClass(), inputs[0], getOutputType(-1, inputs))
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(0, 0)
        .build();
  }
}
