package org.madenet.sfad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.madenet.core.train.RandomStreams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class HeadGradientTest {

  private static final SfadLoss LOSS = new SfadLoss(0.5f, -0.5f);
  private static final SfadStageOptions GOLDEN_STAGE =
      new SfadStageOptions(1e-2, 2e-2, 0.05, 0.03, 1, 0, 1, 1);

  /** Two steps of both optimisers against PyTorch: loss, gradients, parameters, statistics. */
  @Test
  void compute_twoTrainingSteps_equalPyTorch() {
    JsonNode golden = Golden.read("step.json");
    int cells = golden.get("cells").asInt();
    int channels = golden.get("channels").asInt();
    SfadNetwork network = network(golden);
    HeadOptimizer optimizer = new HeadOptimizer(network, GOLDEN_STAGE);
    try (HeadGradient gradient = new HeadGradient(network, LOSS, cells, true)) {
      assertThat(golden.get("steps")).hasSize(2);
      for (JsonNode step : golden.get("steps")) {
        float[] features = Golden.floats(golden.get("features"));
        System.arraycopy(features, 0, gradient.features(), 0, features.length);
        double loss = gradient.compute(Golden.floats(step.get("noise")), labels(cells));
        assertThat(loss).isCloseTo(step.get("loss").asDouble(), within(1e-5));
        gradient
            .gradients()
            .forEach((name, actual) -> assertClose(name, actual, step.get("gradients").get(name)));
        optimizer.update(gradient.gradients(), 0);
        network
            .tensors()
            .forEach((name, actual) -> assertClose(name, actual, step.get("after").get(name)));
      }
    }
    // Evaluation mode, everything linear folded into one matrix.
    float[] outputs =
        SfadHead.of(network, ChannelScaling.identity(channels))
            .apply(Golden.floats(golden.get("features")), cells);
    assertThat(outputs).containsExactly(Golden.floats(golden.get("outputs")), within(1e-4f));
  }

  /** SimpleNet's official layers have two biases more, which a batch normalisation takes away. */
  @Test
  void compute_twoTrainingSteps_equalPyTorchWithBiases() {
    JsonNode golden = Golden.read("simplenet.json");
    int cells = golden.get("cells").asInt();
    SfadNetwork network = network(golden);
    HeadOptimizer optimizer = new HeadOptimizer(network, GOLDEN_STAGE);
    try (HeadGradient gradient = new HeadGradient(network, LOSS, cells, true)) {
      for (JsonNode step : golden.get("steps")) {
        float[] features = Golden.floats(golden.get("features"));
        System.arraycopy(features, 0, gradient.features(), 0, features.length);
        double loss = gradient.compute(Golden.floats(step.get("noise")), labels(cells));
        assertThat(loss).isCloseTo(step.get("loss").asDouble(), within(1e-5));
        optimizer.update(gradient.gradients(), 0);
        network.tensors().keySet().stream()
            .filter(name -> !name.equals(SfadNetwork.RUNNING_MEAN))
            .forEach(name -> assertClose(name, network.tensor(name), step.get("after").get(name)));
      }
    }
  }

  private static SfadNetwork network(JsonNode golden) {
    int channels = golden.get("channels").asInt();
    int adapted = golden.get("adapted").asInt();
    int hidden = golden.get("hidden").asInt();
    return SfadNetwork.of(
        channels,
        adapted,
        hidden,
        Golden.tensors(golden.get("initial"), channels, adapted, hidden));
  }

  /** Normal and noisy cells, each averaged. */
  private static float[] labels(int cells) {
    float[] labels = new float[2 * cells];
    for (int i = 0; i < cells; i++) {
      labels[i] = 1f / cells;
      labels[cells + i] = -1f / cells;
    }
    return labels;
  }

  /**
   * Every parameter's gradient against central differences of an independent forward pass in double
   * precision, with labels of both signs, several weights and zeros.
   */
  @Test
  void compute_smallNetwork_equalsDoublePrecisionDifferences() {
    int cells = 9;
    SfadNetwork network = SfadNetwork.initial(4, 3, 5, new RandomStreams(17));
    SplittableRandom random = new SplittableRandom(23);
    network
        .tensors()
        .forEach(
            (name, tensor) ->
                tensor.addi(
                    Nd4j.create(normal(random, (int) tensor.length(), 0.3), tensor.shape(), 'c')));
    float[] features = normal(random, cells * 4, 1);
    float[] noise = normal(random, cells * 3, 0.5);
    float[] labels = new float[2 * cells];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = new float[] {0.2f, -0.3f, 0, 0.7f, -0.1f}[i % 5];
    }
    DoubleReference reference = new DoubleReference(network, features, noise, labels, LOSS);
    try (HeadGradient gradient = new HeadGradient(network, LOSS, cells, true)) {
      System.arraycopy(features, 0, gradient.features(), 0, features.length);
      double loss = gradient.compute(noise, labels);
      assertThat(loss).isCloseTo(reference.loss(), within(1e-6));
      for (Map.Entry<String, INDArray> entry : gradient.gradients().entrySet()) {
        double[] expected = reference.differences(entry.getKey(), 1e-6);
        float[] actual = entry.getValue().dup('c').data().asFloat();
        for (int i = 0; i < expected.length; i++) {
          // Float32 gradients of order one against exact ones.
          assertThat((double) actual[i])
              .as(entry.getKey() + " " + i)
              .isCloseTo(expected[i], within(2e-5));
        }
      }
    }
  }

  @Test
  void compute_sameBatchTwice_givesTheSameBits() {
    int cells = 100;
    Map<String, float[]> first = gradients(cells);
    Map<String, float[]> second = gradients(cells);
    first.forEach((name, values) -> assertThat(second.get(name)).containsExactly(values));
  }

  @Test
  void compute_wrongLengths_areRefused() {
    SfadNetwork network = SfadNetwork.initial(4, 3, 5, new RandomStreams(1));
    try (HeadGradient gradient = new HeadGradient(network, LOSS, 2, true)) {
      assertThatThrownBy(() -> gradient.compute(new float[5], new float[4]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("noise must have 6 values, but has 5");
      assertThatThrownBy(() -> gradient.compute(new float[6], new float[3]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("labels must have 4 values, but has 3");
    }
  }

  private static Map<String, float[]> gradients(int cells) {
    SfadNetwork network = SfadNetwork.initial(16, 16, 32, new RandomStreams(3));
    SplittableRandom random = new SplittableRandom(4);
    Map<String, float[]> values = new LinkedHashMap<>();
    try (HeadGradient gradient = new HeadGradient(network, LOSS, cells, true)) {
      float[] features = normal(random, cells * 16, 1);
      System.arraycopy(features, 0, gradient.features(), 0, features.length);
      gradient.compute(normal(random, cells * 16, 0.5), normal(random, 2 * cells, 1));
      gradient
          .gradients()
          .forEach((name, array) -> values.put(name, array.dup('c').data().asFloat()));
    }
    return values;
  }

  private static float[] normal(SplittableRandom random, int length, double sigma) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (sigma * random.nextGaussian());
    }
    return values;
  }

  private static void assertClose(String name, INDArray actual, JsonNode expected) {
    // Float32 against PyTorch in double precision, values of order one; Adam's epsilon enters at
    // another place in ND4J, which shows where a gradient is tiny.
    assertThat(actual.dup('c').data().asFloat())
        .as(name)
        .containsExactly(Golden.floats(expected), within(5e-5f));
  }
}
