package org.madenet.core.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.madenet.core.train.RandomStreams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Lays out a {@link VectorQuantization}'s parameters in the network's vector, and draws them. */
final class VectorQuantizationParams implements ParamInitializer {

  static final VectorQuantizationParams INSTANCE = new VectorQuantizationParams();

  static final String CODES = "codes";
  static final String SIZES = "sizes";
  static final String SUMS = "sums";

  private VectorQuantizationParams() {}

  private static Map<String, INDArray> views(VectorQuantization layer, INDArray vector) {
    INDArray flat = vector.reshape(vector.length());
    Map<String, INDArray> views = new LinkedHashMap<>();
    long start = 0;
    for (Map.Entry<String, long[]> entry : layer.shapes().entrySet()) {
      long end = start + length(entry.getValue());
      INDArray view = flat.get(NDArrayIndex.interval(start, end));
      views.put(entry.getKey(), view.reshape('c', entry.getValue()));
      start = end;
    }
    return views;
  }

  private static long length(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray vector, boolean initialize) {
    VectorQuantization layer = (VectorQuantization) conf.getLayer();
    Map<String, INDArray> views = views(layer, vector);
    if (initialize) {
      views.forEach((name, view) -> view.assign(initial(layer, name, view)));
    }
    views.keySet().forEach(conf::addVariable);
    return views;
  }

  /** Sizes 0, all else from N(0, 1), as the code has it that DSR uses. */
  private static INDArray initial(VectorQuantization layer, String name, INDArray view) {
    SplittableRandom random = new RandomStreams(layer.seed()).forPurpose(name).at();
    double[] values = new double[Math.toIntExact(view.length())];
    if (!name.equals(SIZES)) {
      Arrays.setAll(values, i -> random.nextGaussian());
    }
    return Nd4j.create(values, view.shape(), 'c').castTo(view.dataType());
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray vector) {
    return views((VectorQuantization) conf.getLayer(), vector);
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return ((VectorQuantization) layer)
        .shapes().values().stream().mapToLong(VectorQuantizationParams::length).sum();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return List.copyOf(((VectorQuantization) layer).shapes().keySet());
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return paramKeys(layer);
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return List.of();
  }

  @Override
  public boolean isWeightParam(Layer layer, String name) {
    return true;
  }

  @Override
  public boolean isBiasParam(Layer layer, String name) {
    return false;
  }
}
