package org.madenet.core.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Lays out a {@link ConvBlock}'s parameters in the network's vector, and draws their values. */
final class ConvBlockParams implements ParamInitializer {

  static final ConvBlockParams INSTANCE = new ConvBlockParams();

  static final String WEIGHT = "W";
  static final String BIAS = "b";
  static final String GAMMA = "gamma";
  static final String BETA = "beta";
  static final String MEAN = "mean";
  static final String VARIANCE = "var";

  private ConvBlockParams() {}

  static boolean isStatistic(String name) {
    return MEAN.equals(name) || VARIANCE.equals(name);
  }

  static Map<String, long[]> shapes(ConvBlock block) {
    ConvSpec spec = block.spec();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(WEIGHT, spec.weightShape(block.in()));
    long[] vector = {1, spec.out()};
    if (spec.bias()) {
      shapes.put(BIAS, vector);
    }
    if (spec.batchNorm()) {
      List.of(GAMMA, BETA, MEAN, VARIANCE).forEach(name -> shapes.put(name, vector));
    }
    return shapes;
  }

  private static long length(long[] shape) {
    long length = 1;
    for (long size : shape) {
      length *= size;
    }
    return length;
  }

  private static Map<String, INDArray> views(ConvBlock block, INDArray vector) {
    INDArray flat = vector.reshape(vector.length());
    Map<String, INDArray> views = new LinkedHashMap<>();
    long start = 0;
    for (Map.Entry<String, long[]> entry : shapes(block).entrySet()) {
      long end = start + length(entry.getValue());
      INDArray view = flat.get(NDArrayIndex.interval(start, end));
      views.put(entry.getKey(), view.reshape('c', entry.getValue()));
      start = end;
    }
    return views;
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray vector, boolean initialize) {
    ConvBlock block = (ConvBlock) conf.getLayer();
    Map<String, INDArray> views = views(block, vector);
    if (initialize) {
      views.forEach((name, view) -> fill(block, name, view));
    }
    views.keySet().forEach(conf::addVariable);
    return views;
  }

  private static void fill(ConvBlock block, String name, INDArray view) {
    switch (name) {
      case WEIGHT -> view.assign(weights(block, view).castTo(view.dataType()));
      case GAMMA, VARIANCE -> view.assign(1);
      default -> view.assign(0);
    }
  }

  /** Drawn here rather than by ND4J, whose generator depends on the number of threads. */
  private static INDArray weights(ConvBlock block, INDArray view) {
    ConvSpec spec = block.spec();
    double deviation = deviation(spec, block.in());
    SplittableRandom random = new SplittableRandom(block.seed());
    float[] values = new float[Math.toIntExact(view.length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return Nd4j.create(values, view.shape(), 'c');
  }

  /** See {@link ConvBlock}. */
  private static double deviation(ConvSpec spec, int in) {
    double window = (double) spec.kernel() * spec.kernel();
    boolean rectified =
        spec.activation() != ConvActivation.NONE && spec.activation() != ConvActivation.SIGMOID;
    if (spec.batchNorm() || rectified) {
      return Math.sqrt(2 * spec.groups() / (window * spec.out()));
    }
    // A transposed convolution's output sees one window of stride x stride inputs.
    double seen = spec.transposed() ? window / (spec.stride() * spec.stride()) : window;
    return Math.sqrt(spec.groups() / (seen * in));
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray vector) {
    return views((ConvBlock) conf.getLayer(), vector);
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return shapes((ConvBlock) layer).values().stream().mapToLong(ConvBlockParams::length).sum();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return List.copyOf(shapes((ConvBlock) layer).keySet());
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return List.of(WEIGHT);
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    List<String> keys = new ArrayList<>(paramKeys(layer));
    keys.remove(WEIGHT);
    return keys;
  }

  @Override
  public boolean isWeightParam(Layer layer, String name) {
    return WEIGHT.equals(name);
  }

  @Override
  public boolean isBiasParam(Layer layer, String name) {
    return !WEIGHT.equals(name);
  }
}
