package org.madenet.core.nn;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Puts the nearest of K codes instead of each pixel's vector (VQ-VAE, van den Oord and others,
 * 2017): [N,D,H,W] to [N,D,H,W]. The gradient passes as if nothing had been done
 * (straight-through). {@link CommitmentVertex} gives the loss that keeps the vectors near the
 * codes.
 *
 * <p>Parameters: codes [K,D]; and where they move, the averages that they follow, sizes [1,K] and
 * sums [K,D]. As everywhere in Deeplearning4j such statistics are parameters whose gradient is
 * their change, so they are in checkpoints, and a training that goes on from one comes to the same
 * codes. They move after a training step, by the features as they were before it.
 */
public final class VectorQuantization extends BaseLayer {

  @JsonProperty private int width;
  @JsonProperty private QuantizerSpec spec;
  @JsonProperty private long seed;

  /** For deserialisation. */
  VectorQuantization() {}

  /**
   * A quantisation.
   *
   * @param width D, components of a vector
   * @param spec how many codes, and whether they move
   * @param seed of the first codes, drawn from N(0, 1), and of restarts
   */
  public VectorQuantization(int width, QuantizerSpec spec, long seed) {
    if (width < 1) {
      throw new IllegalArgumentException("width must be positive, got " + width);
    }
    this.width = width;
    this.spec = Objects.requireNonNull(spec, "spec");
    this.seed = seed;
    this.activationFn = new ActivationIdentity();
  }

  /**
   * Components of a vector.
   *
   * @return D
   */
  public int width() {
    return width;
  }

  /**
   * How many codes, and whether they move.
   *
   * @return as given
   */
  public QuantizerSpec spec() {
    return spec;
  }

  long seed() {
    return seed;
  }

  /** The parameters by name, with their shapes. */
  Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(VectorQuantizationParams.CODES, new long[] {spec.codes(), width});
    if (spec.moves()) {
      shapes.put(VectorQuantizationParams.SIZES, new long[] {1, spec.codes()});
      shapes.put(VectorQuantizationParams.SUMS, new long[] {spec.codes(), width});
    }
    return shapes;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    VectorQuantizationLayer layer = new VectorQuantizationLayer(conf, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(conf, parameters, initialize));
    layer.setConf(conf);
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return VectorQuantizationParams.INSTANCE;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    if (!(input instanceof InputType.InputTypeConvolutional maps) || maps.getChannels() != width) {
      throw new IllegalArgumentException(
          "layer " + getLayerName() + " wants " + width + " feature maps, got " + input);
    }
    return input;
  }

  @Override
  public void setNIn(InputType input, boolean override) {
    // The width is fixed when the layer is made.
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    return null;
  }

  @Override
  public boolean isPretrainParam(String name) {
    return false;
  }

  @Override
  public List<Regularization> getRegularizationByParam(String name) {
    return List.of();
  }

  @Override
  public IUpdater getUpdaterByParam(String name) {
    return new NoOp();
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    return new LayerMemoryReport.Builder(
            getLayerName(), VectorQuantization.class, input, getOutputType(-1, input))
        .standardMemory(initializer().numParams(this), 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public VectorQuantization clone() {
    return (VectorQuantization) super.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VectorQuantization that
        && super.equals(other)
        && width == that.width
        && spec.equals(that.spec)
        && seed == that.seed;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof VectorQuantization;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), width, spec, seed);
  }

  @Override
  public String toString() {
    return "VectorQuantization(" + width + ", " + spec + ")";
  }
}
