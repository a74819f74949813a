package org.madenet.core.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.Checks;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Puts networks of this package's layers together. Each method adds a vertex behind others and
 * returns its name.
 *
 * <pre>{@code
 * NetworkBuilder net = new NetworkBuilder(42);
 * String x = net.input("image", 3);
 * x = net.conv("stem", x, ConvSpec.builder(64, 7).stride(2).batchNorm().activation(RELU).build());
 * x = net.maxPool("pool", x, 3, 2, 1);
 * ComputationGraph graph = net.build(x);
 * }</pre>
 *
 * <p>Weights are drawn from the seed and the vertex's name, so that they do not depend on the
 * machine, the number of threads, or what else is in the network. Not thread-safe.
 */
public final class NetworkBuilder {

  private final long seed;
  private final NeuralNetConfiguration.Builder configuration;
  private final GraphBuilder graph;
  private final Map<String, Integer> channels = new LinkedHashMap<>();
  private DataType type = DataType.FLOAT;
  private IUpdater updater;
  private double weightDecay;

  /**
   * An empty network that is trained with Adam at 1e-4, if at all.
   *
   * @param seed all initial weights follow from it
   */
  public NetworkBuilder(long seed) {
    this(seed, new Adam(1e-4));
  }

  /**
   * An empty network.
   *
   * @param seed all initial weights follow from it
   * @param updater how weights are updated
   */
  public NetworkBuilder(long seed, IUpdater updater) {
    Acceleration.enable();
    this.seed = seed;
    this.updater = updater;
    this.configuration = new NeuralNetConfiguration.Builder().seed(seed).updater(updater);
    this.graph = configuration.graphBuilder();
  }

  /**
   * Sets the element type; FLOAT unless told otherwise. DOUBLE is for gradient checks.
   *
   * @param elements FLOAT or DOUBLE
   * @return this
   */
  public NetworkBuilder dataType(DataType elements) {
    this.type = Objects.requireNonNull(elements);
    return this;
  }

  /**
   * Sets how the weights of convolutions that are added from now on are updated.
   *
   * @param next instead of what the constructor was given
   * @return this
   */
  public NetworkBuilder updater(IUpdater next) {
    this.updater = Objects.requireNonNull(next);
    return this;
  }

  /**
   * Pulls the weights of convolutions that are added from now on towards 0: {@code decay} times the
   * weight is added to its gradient, before the updater sees it, as {@code weight_decay} of
   * PyTorch's optimisers does. Biases and batch normalisations are left alone, and losses are
   * reported without it. 0 unless told otherwise.
   *
   * @param decay at least 0
   * @return this
   */
  public NetworkBuilder weightDecay(double decay) {
    Checks.notNegative("decay", decay);
    weightDecay = decay;
    return this;
  }

  /**
   * Adds an input [N,C,H,W].
   *
   * @param name unique name
   * @param inputChannels C
   * @return the name
   */
  public String input(String name, int inputChannels) {
    register(name, inputChannels);
    graph.addInputs(name);
    return name;
  }

  /**
   * Adds a convolution, or a transposed one, with what follows it.
   *
   * @param name unique name
   * @param in what it reads
   * @param spec what it does
   * @return the name
   */
  public String conv(String name, String in, ConvSpec spec) {
    int inputChannels = channels(in);
    register(name, spec.out());
    ConvBlock block = new ConvBlock(inputChannels, spec, seed * 31 + name.hashCode());
    block.setIUpdater(updater);
    if (weightDecay > 0) {
      // Not in the network's configuration, which would give it to every layer twice.
      block.setRegularization(List.of(new GradientDecay(weightDecay)));
    }
    graph.addLayer(name, block, in);
    return name;
  }

  /**
   * Adds a sum.
   *
   * @param name unique name
   * @param activation applied to the sum
   * @param ins at least two vertices of equal shape
   * @return the name
   */
  public String sum(String name, ConvActivation activation, String... ins) {
    if (ins.length < 2) {
      throw new IllegalArgumentException(name + ": a sum needs at least two inputs");
    }
    int width = channels(ins[0]);
    for (String in : ins) {
      if (channels(in) != width) {
        throw new IllegalArgumentException(
            name
                + ": a sum needs inputs of equal channels; "
                + ins[0]
                + " has "
                + width
                + ", "
                + in
                + " has "
                + channels(in));
      }
    }
    return vertex(name, new SumVertex(activation), width, ins);
  }

  /**
   * Adds a maximum pooling.
   *
   * @param name unique name
   * @param in what it reads
   * @param kernel side of the window
   * @param stride step
   * @param padding cells on each side
   * @return the name
   */
  public String maxPool(String name, String in, int kernel, int stride, int padding) {
    return vertex(name, new PoolVertex(PoolMode.MAX, kernel, stride, padding), channels(in), in);
  }

  /**
   * Adds an average pooling; zeros of the padding count.
   *
   * @param name unique name
   * @param in what it reads
   * @param kernel side of the window
   * @param stride step
   * @param padding cells on each side
   * @return the name
   */
  public String averagePool(String name, String in, int kernel, int stride, int padding) {
    return vertex(
        name, new PoolVertex(PoolMode.AVERAGE, kernel, stride, padding), channels(in), in);
  }

  /**
   * Adds the average over each map: [N,C,H,W] to [N,C,1,1]. Maps must be square.
   *
   * @param name unique name
   * @param in what it reads
   * @return the name
   */
  public String globalAveragePool(String name, String in) {
    return vertex(name, PoolVertex.global(), channels(in), in);
  }

  /**
   * Adds a multiplication of each map by a factor.
   *
   * @param name unique name
   * @param in maps [N,C,H,W]
   * @param factors a vertex [N,C,1,1]
   * @return the name
   */
  public String scale(String name, String in, String factors) {
    return vertex(name, new ScaleVertex(), channels(in), in, factors);
  }

  /**
   * Adds an instance normalisation with PyTorch's epsilon, 1e-5, then ReLU.
   *
   * @param name unique name
   * @param in what it reads
   * @return the name
   */
  public String instanceNormRelu(String name, String in) {
    return vertex(name, new InstanceNormVertex(InstanceNormVertex.EPSILON, true), channels(in), in);
  }

  /**
   * Adds a quantisation, whose first codes are drawn from the seed and the name.
   *
   * @param name unique name
   * @param in what it reads
   * @param spec how many codes, and whether they move
   * @return the name
   */
  public String quantize(String name, String in, QuantizerSpec spec) {
    int width = channels(in);
    VectorQuantization layer = new VectorQuantization(width, spec, seed * 31 + name.hashCode());
    layer.setIUpdater(new NoOp());
    return layer(name, layer, width, in);
  }

  /**
   * Adds an upsampling.
   *
   * @param name unique name
   * @param in what it reads
   * @param factor at least 2
   * @param mode how new pixels are made
   * @return the name
   */
  public String upsample(String name, String in, int factor, UpsampleMode mode) {
    return vertex(name, new UpsampleVertex(factor, mode), channels(in), in);
  }

  /**
   * Adds a dropout, which does nothing outside of training.
   *
   * @param name unique name
   * @param in what it reads
   * @param probability with which a value is set to 0, in [0,1)
   * @return the name
   */
  public String dropout(String name, String in, double probability) {
    SeededDropout dropout = new SeededDropout(probability, seed * 31 + name.hashCode());
    return layer(name, new DropoutLayer.Builder(dropout).build(), channels(in), in);
  }

  /**
   * Adds a concatenation of channels.
   *
   * @param name unique name
   * @param ins vertices of equal height and width
   * @return the name
   */
  public String concat(String name, String... ins) {
    int sum = Arrays.stream(ins).mapToInt(this::channels).sum();
    return vertex(name, new ConcatVertex(), sum, ins);
  }

  /**
   * Adds a vertex of one's own.
   *
   * @param name unique name
   * @param vertex what it does
   * @param out its output channels
   * @param ins what it reads
   * @return the name
   */
  public String vertex(String name, GraphVertex vertex, int out, String... ins) {
    for (String in : ins) {
      channels(in);
    }
    register(name, out);
    graph.addVertex(name, vertex, ins);
    return name;
  }

  /**
   * Adds a layer of one's own, for instance one with a loss.
   *
   * @param name unique name
   * @param layer what it does
   * @param out its output channels
   * @param in what it reads
   * @return the name
   */
  public String layer(String name, Layer layer, int out, String in) {
    channels(in);
    register(name, out);
    graph.addLayer(name, layer, in);
    return name;
  }

  /**
   * Channels of a vertex.
   *
   * @param vertex its name
   * @return output channels
   * @throws IllegalArgumentException if there is none of that name
   */
  public int channels(String vertex) {
    Integer count = channels.get(vertex);
    if (count == null) {
      throw new IllegalArgumentException(
          "no vertex '" + vertex + "'; there are " + String.join(", ", channels.keySet()));
    }
    return count;
  }

  private void register(String name, int count) {
    if (channels.putIfAbsent(name, count) != null) {
      throw new IllegalArgumentException("there is a vertex '" + name + "' already");
    }
  }

  /**
   * Builds and initialises the network. Outputs without a loss make a feature extractor, which can
   * be trained through external errors: {@code feedForward(true, false)}, then {@code
   * backpropGradient}.
   *
   * @param outputs names of the outputs, at least one
   * @return the network
   */
  public ComputationGraph build(String... outputs) {
    if (outputs.length == 0) {
      throw new IllegalArgumentException("name at least one output");
    }
    List.of(outputs).forEach(this::channels);
    configuration.dataType(type);
    ComputationGraphConfiguration built =
        graph.setOutputs(outputs).validateOutputLayerConfig(false).build();
    built.setDataType(type);
    ComputationGraph network = new ComputationGraph(built);
    network.init();
    return network;
  }
}
