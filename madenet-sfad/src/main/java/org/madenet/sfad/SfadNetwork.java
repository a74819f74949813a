package org.madenet.sfad;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.madenet.core.train.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The trained part of SFAD: adaptor G (equation (8), one linear layer) and discriminator D (linear,
 * batch normalisation, LeakyReLU, linear). No linear layer has a bias: before a batch normalisation
 * it would be taken away again (so SimpleNet's biases have no effect), and SimpleNet's last layer
 * has none either.
 *
 * <p>It holds parameters; {@link HeadGradient} trains them and {@link SfadHead} scores with them.
 * Matrices are {@code [in,out]}, vectors {@code [1,n]}, float32 in c order.
 */
final class SfadNetwork {

  /** Slope of the LeakyReLU for negative values. */
  static final float SLOPE = 0.2f;

  /** Added to the variance in the batch normalisation. */
  static final double EPSILON = 1e-5;

  /** Share of a step's statistics in the new running statistics. */
  static final double MOMENTUM = 0.1;

  static final String ADAPTOR_WEIGHT = "adaptor.weight";
  static final String HIDDEN_WEIGHT = "discriminator.hidden.weight";
  static final String NORM_WEIGHT = "discriminator.norm.weight";
  static final String NORM_BIAS = "discriminator.norm.bias";
  static final String OUTPUT_WEIGHT = "discriminator.output.weight";
  static final String RUNNING_MEAN = "discriminator.norm.running_mean";
  static final String RUNNING_VARIANCE = "discriminator.norm.running_var";

  /** Parameters of the adaptor. */
  static final List<String> ADAPTOR = List.of(ADAPTOR_WEIGHT);

  /** Parameters of the discriminator. */
  static final List<String> DISCRIMINATOR =
      List.of(HIDDEN_WEIGHT, NORM_WEIGHT, NORM_BIAS, OUTPUT_WEIGHT);

  /** Running statistics of the batch normalisation. */
  static final List<String> STATISTICS = List.of(RUNNING_MEAN, RUNNING_VARIANCE);

  /** Shapes of all tensors, in the order they are kept in. */
  static Map<String, long[]> shapes(int channels, int adapted, int hidden) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(ADAPTOR_WEIGHT, new long[] {channels, adapted});
    shapes.put(HIDDEN_WEIGHT, new long[] {adapted, hidden});
    shapes.put(NORM_WEIGHT, new long[] {1, hidden});
    shapes.put(NORM_BIAS, new long[] {1, hidden});
    shapes.put(OUTPUT_WEIGHT, new long[] {hidden, 1});
    shapes.put(RUNNING_MEAN, new long[] {1, hidden});
    shapes.put(RUNNING_VARIANCE, new long[] {1, hidden});
    return shapes;
  }

  private final int channels;
  private final int adapted;
  private final int hidden;
  private final Map<String, INDArray> tensors;

  private SfadNetwork(int channels, int adapted, int hidden, Map<String, INDArray> tensors) {
    this.channels = channels;
    this.adapted = adapted;
    this.hidden = hidden;
    this.tensors = tensors;
  }

  /**
   * A network with SimpleNet's initial weights: Xavier-normal matrices, drawn in Java so that they
   * are the same on every machine.
   */
  static SfadNetwork initial(int channels, int adapted, int hidden, RandomStreams streams) {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    shapes(channels, adapted, hidden)
        .forEach((name, shape) -> tensors.put(name, Nd4j.zeros(DataType.FLOAT, shape)));
    for (String name : List.of(ADAPTOR_WEIGHT, HIDDEN_WEIGHT, OUTPUT_WEIGHT)) {
      INDArray tensor = tensors.get(name);
      double sigma = Math.sqrt(2.0 / (tensor.size(0) + tensor.size(1)));
      SplittableRandom random = streams.forPurpose(name).at();
      float[] values = new float[Math.toIntExact(tensor.length())];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (sigma * random.nextGaussian());
      }
      tensor.assign(Nd4j.create(values, tensor.shape(), 'c'));
    }
    tensors.get(NORM_WEIGHT).assign(1);
    tensors.get(RUNNING_VARIANCE).assign(1);
    return new SfadNetwork(channels, adapted, hidden, tensors);
  }

  /**
   * A network with given weights.
   *
   * @param tensors as {@link #tensors()} gave them; copied
   * @throws IllegalArgumentException if one is missing or has another shape
   */
  static SfadNetwork of(int channels, int adapted, int hidden, Map<String, INDArray> tensors) {
    Map<String, INDArray> own = new LinkedHashMap<>();
    shapes(channels, adapted, hidden)
        .forEach(
            (name, shape) -> {
              INDArray given = tensors.get(name);
              if (given == null || !Arrays.equals(given.shape(), shape)) {
                throw new IllegalArgumentException(
                    "tensor %s must be %s, but is %s"
                        .formatted(
                            name,
                            Arrays.toString(shape),
                            given == null ? "missing" : Arrays.toString(given.shape())));
              }
              own.put(name, given.dup('c').detach());
            });
    return new SfadNetwork(channels, adapted, hidden, own);
  }

  /**
   * The same function with the adaptor moved into the hidden layer: no activation lies between the
   * two. Training then sees the features as they come and not as a fixed adaptor turned them. Only
   * for a square adaptor; another is left where it is.
   */
  SfadNetwork withAdaptorMerged() {
    if (channels != adapted) {
      return copy();
    }
    Map<String, INDArray> merged = new LinkedHashMap<>(tensors);
    merged.put(HIDDEN_WEIGHT, tensor(ADAPTOR_WEIGHT).mmul(tensor(HIDDEN_WEIGHT)));
    merged.put(ADAPTOR_WEIGHT, Nd4j.eye(channels).castTo(DataType.FLOAT));
    return of(channels, adapted, hidden, merged);
  }

  SfadNetwork copy() {
    return of(channels, adapted, hidden, tensors);
  }

  /** Channels C of the features. */
  int channels() {
    return channels;
  }

  /** Channels C' after the adaptor. */
  int adapted() {
    return adapted;
  }

  /** Hidden width of the discriminator. */
  int hidden() {
    return hidden;
  }

  /** All tensors by name: live, in a fixed order. */
  Map<String, INDArray> tensors() {
    return tensors;
  }

  INDArray tensor(String name) {
    return tensors.get(name);
  }

  /** A tensor's values, copied. */
  float[] values(String name) {
    return tensors.get(name).dup('c').data().asFloat();
  }
}
