package org.madenet.core.nn;

import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.madenet.core.nn.kernel.Kernels;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * What {@link NetworkCost} knows of a vertex.
 *
 * @param cost what is told
 * @param storedBytes parameters and running statistics
 * @param updaterBytes the updater's state
 * @param keptBytes for one image: what training keeps for the backward pass, output included
 * @param backwardBytes for one image: what the backward pass allocates
 * @param packedBytes weights in the order of the kernels; 0 if they are used as they are
 * @param packingKey vertices of equal keys share that memory
 */
record VertexFootprint(
    VertexCost cost,
    long storedBytes,
    long updaterBytes,
    long keptBytes,
    long backwardBytes,
    long packedBytes,
    Object packingKey) {

  private record Shape(int in, ConvSpec spec, long height, long width) {}

  static VertexFootprint withoutParameters(
      String name, InputType[] inputs, InputType output, int width) {
    long bytes = bytes(output, width);
    long read = Arrays.stream(inputs).mapToLong(input -> bytes(input, width)).sum();
    return new VertexFootprint(new VertexCost(name, 0, 0, bytes), 0, 0, bytes, read, 0, name);
  }

  private static long bytes(InputType type, int width) {
    return type.arrayElementsPerExample() * width;
  }

  static VertexFootprint of(
      String name, Layer layer, InputType input, InputType output, int width) {
    if (layer instanceof FrozenLayer frozen) {
      return of(name, frozen.getLayer(), input, output, width).frozen();
    }
    if (layer instanceof ConvBlock block) {
      return convolution(name, block, (InputTypeConvolutional) input, output, width);
    }
    if (layer instanceof VectorQuantization quantization) {
      return quantization(name, quantization, input, output, width);
    }
    boolean dense = layer instanceof DenseLayer || layer instanceof BaseOutputLayer;
    long parameters = layer.initializer().numParams(layer);
    if (parameters > 0 && !dense) {
      throw new IllegalArgumentException(
          "cannot count layer '" + name + "' of " + layer.getClass().getSimpleName());
    }
    long products = 0;
    long state = 0;
    if (parameters > 0) {
      FeedForwardLayer counted = (FeedForwardLayer) layer;
      products = counted.getNIn() * counted.getNOut();
      state = state(layer, layer.initializer().paramKeys(layer).get(0), parameters);
    }
    long out = bytes(output, width);
    return new VertexFootprint(
        new VertexCost(name, products, parameters, out),
        parameters * width,
        state * width,
        2 * out, // before and after the activation
        out + bytes(input, width),
        0,
        name);
  }

  /** Codes and their averages are not fitted by gradients; each vector meets each code. */
  private static VertexFootprint quantization(
      String name, VectorQuantization layer, InputType input, InputType output, int width) {
    long out = bytes(output, width);
    return new VertexFootprint(
        new VertexCost(name, output.arrayElementsPerExample() * layer.spec().codes(), 0, out),
        layer.initializer().numParams(layer) * width,
        0,
        out,
        bytes(input, width),
        0,
        name);
  }

  private VertexFootprint frozen() {
    VertexCost still =
        new VertexCost(cost.vertex(), cost.multiplyAdds(), 0, cost.activationBytes());
    return new VertexFootprint(
        still, storedBytes, 0, keptBytes, backwardBytes, packedBytes, packingKey);
  }

  private static VertexFootprint convolution(
      String name, ConvBlock block, InputTypeConvolutional input, InputType output, int width) {
    ConvSpec spec = block.spec();
    long stored = 0;
    long trained = 0;
    long state = 0;
    for (Map.Entry<String, long[]> entry : block.shapes().entrySet()) {
      long length = length(entry.getValue());
      stored += length;
      trained += ConvBlockParams.isStatistic(entry.getKey()) ? 0 : length;
      state += state(block, entry.getKey(), length);
    }
    long weight = length(spec.weightShape(block.in()));
    long out = output.arrayElementsPerExample();
    long windows = spec.transposed() ? input.getHeight() * input.getWidth() : out / spec.out();
    boolean fast =
        width == Float.BYTES && Kernels.of(DataType.FLOAT) != Kernels.of(DataType.DOUBLE);
    boolean relu = spec.activation() == ConvActivation.RELU;
    boolean norm = spec.batchNorm();
    boolean activated = spec.activation() != ConvActivation.NONE;
    int kept = (norm ? 2 : 1) + (spec.activation().needsInput() ? 1 : 0);
    long mask = fast && norm && relu ? maskBytes(spec.out(), out) : 0;
    int gradients = (norm ? 1 : 0) + (activated && !(norm && relu) ? 1 : 0);
    return new VertexFootprint(
        new VertexCost(name, weight * windows, trained, out * width),
        stored * width,
        state * width,
        kept * out * width + mask,
        gradients * out * width + bytes(input, width),
        fast ? weight * width : 0,
        block.constant() ? name : new Shape(block.in(), spec, input.getHeight(), input.getWidth()));
  }

  /** What oneDNN 2.5 wants: a bit for each value, or a byte where a pixel does not end at one. */
  private static long maskBytes(int channels, long values) {
    return channels % Byte.SIZE == 0 ? values / Byte.SIZE : values;
  }

  private static long length(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  private static long state(Layer layer, String parameter, long length) {
    IUpdater updater = layer.getUpdaterByParam(parameter);
    return updater == null ? 0 : updater.stateSize(length); // a folded layer has none
  }
}
