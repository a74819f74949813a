package org.madenet.core.nn;

import java.util.Collection;
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
import org.madenet.core.nn.kernel.ConvGeometry;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Convolution, batch normalisation or bias, and activation as one layer. Parameters: W [out, in /
 * groups, kernel, kernel], transposed [in, out, kernel, kernel], in c order as in PyTorch; b [1,
 * out] with a bias; gamma, beta, mean and var [1, out] with batch normalisation.
 *
 * <p>Training normalises with the batch's biased variance and moves the running statistics by the
 * momentum towards the batch's mean and unbiased variance, as PyTorch does. As everywhere in
 * Deeplearning4j the running statistics are parameters whose gradient is their change.
 */
public final class ConvBlock extends BaseLayer {

  @JsonProperty private int in;
  @JsonProperty private ConvSpec spec;
  @JsonProperty private long seed;
  @JsonProperty private boolean constant;

  /** For deserialisation. */
  ConvBlock() {}

  /**
   * A block.
   *
   * @param in input channels
   * @param spec what it does
   * @param seed seed of its weights, drawn from N(0, 2 / (kernel^2 out / groups)), Kaiming's
   *     fan-out rule, where normalisation or a rectifier follows, and from N(0, 1 / (kernel^2 in /
   *     groups)) where the sum is an output as it is: a single logit drawn by fan-out is of the
   *     order of ten
   */
  public ConvBlock(int in, ConvSpec spec, long seed) {
    if (in <= 0 || in % spec.groups() != 0) {
      throw new IllegalArgumentException(
          "input channels must be a positive multiple of groups = "
              + spec.groups()
              + ", got "
              + in);
    }
    this.in = in;
    this.spec = spec;
    this.seed = seed;
    this.activationFn = new ActivationIdentity();
  }

  /** The same block without batch normalisation, whose parameters never change. */
  ConvBlock folded() {
    ConvBlock folded = new ConvBlock(in, spec.folded(), seed);
    folded.setLayerName(getLayerName());
    folded.constant = true;
    return folded;
  }

  /**
   * Input channels.
   *
   * @return at least one
   */
  public int in() {
    return in;
  }

  /**
   * What the block does.
   *
   * @return as given
   */
  public ConvSpec spec() {
    return spec;
  }

  /**
   * Whether the block is part of a folded graph: its parameters must not change, and it cannot be
   * trained.
   *
   * @return true after {@code BatchNormFolding}
   */
  public boolean constant() {
    return constant;
  }

  long seed() {
    return seed;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    ConvBlockLayer layer = new ConvBlockLayer(conf, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(conf, parameters, initialize));
    layer.setConf(conf);
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return ConvBlockParams.INSTANCE;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    if (!(input instanceof InputType.InputTypeConvolutional image) || image.getChannels() != in) {
      throw new IllegalArgumentException(
          "layer " + getLayerName() + " wants " + in + " feature maps, got " + input);
    }
    ConvGeometry geometry = ConvGeometry.of(spec, image.getHeight(), image.getWidth());
    return InputType.convolutional(
        geometry.outHeight(image.getHeight()), geometry.outWidth(image.getWidth()), spec.out());
  }

  @Override
  public void setNIn(InputType input, boolean override) {
    // The number of channels is fixed when the block is made.
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
    return ConvBlockParams.WEIGHT.equals(name) ? regularization : List.of();
  }

  @Override
  public IUpdater getUpdaterByParam(String name) {
    return ConvBlockParams.isStatistic(name) ? new NoOp() : super.getUpdaterByParam(name);
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    InputType output = getOutputType(-1, input);
    long parameters = initializer().numParams(this);
    return new LayerMemoryReport.Builder(getLayerName(), ConvBlock.class, input, output)
        .standardMemory(parameters, getIUpdater() == null ? 0 : getIUpdater().stateSize(parameters))
        .workingMemory(0, 0, 0, spec.batchNorm() ? output.arrayElementsPerExample() : 0)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public ConvBlock clone() {
    return (ConvBlock) super.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConvBlock block
        && super.equals(other)
        && in == block.in
        && spec.equals(block.spec)
        && seed == block.seed
        && constant == block.constant;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof ConvBlock;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), in, spec, seed, constant);
  }

  @Override
  public String toString() {
    return "ConvBlock(" + in + " -> " + spec + ")";
  }

  /** The parameters by name, with their shapes. */
  Map<String, long[]> shapes() {
    return ConvBlockParams.shapes(this);
  }
}
