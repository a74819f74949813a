package org.madenet.core.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.madenet.core.ProgressListener;
import org.madenet.core.TrainingRun;
import org.madenet.core.nn.Acceleration;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A small real network on a problem that no linear one solves: are two numbers of the same sign? It
 * has all that makes resuming hard: Adam, batch normalisation, dropout and shuffled minibatches.
 */
final class ToyProblem {

  static final long SEED = 17;
  static final int STEPS_PER_EPOCH = 6;
  private static final int BATCH = 32;
  private static final RandomStreams STREAMS = new RandomStreams(SEED);
  private static final INDArray[] TRAINING = points(BATCH * STEPS_PER_EPOCH, "training");
  private static final INDArray[] VALIDATION = points(256, "validation");

  record Options(double learningRate) {}

  private ToyProblem() {}

  static RunIdentity identity() {
    return RunIdentity.of("toy", SEED, new Options(0.01), Map.of("train", "signs"));
  }

  static TrainingLoop loop(int epochs, Path folder, ProgressListener listener) {
    return new TrainingLoop(
        identity(),
        TrainingOptions.epochs(epochs),
        new TrainingRun(Optional.ofNullable(folder), listener),
        Duration.ZERO);
  }

  static ComputationGraph graph(long seed) {
    // On in every process, or a child and its parent would round differently.
    Acceleration.enable();
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new Adam(0.03))
            .graphBuilder()
            .addInputs("in")
            .addLayer(
                "hidden",
                new DenseLayer.Builder().nIn(2).nOut(16).activation(Activation.TANH).build(),
                "in")
            .addLayer("norm", new BatchNormalization.Builder().nIn(16).nOut(16).build(), "hidden")
            .addLayer(
                "out",
                new OutputLayer.Builder(LossFunction.XENT)
                    .nIn(16)
                    .nOut(1)
                    .dropOut(0.9)
                    .activation(Activation.SIGMOID)
                    .build(),
                "norm")
            .setOutputs("out")
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  static GraphTrainable trainable(ComputationGraph graph) {
    return new GraphTrainable(
        graph,
        minibatches(
            STEPS_PER_EPOCH,
            (epoch, index) -> {
              int[] order = STREAMS.permutation(BATCH * STEPS_PER_EPOCH, epoch);
              int[] rows = Arrays.copyOfRange(order, index * BATCH, (index + 1) * BATCH);
              return new MultiDataSet(TRAINING[0].getRows(rows), TRAINING[1].getRows(rows));
            }),
        minibatches(1, (epoch, index) -> new MultiDataSet(VALIDATION[0], VALIDATION[1])));
  }

  /** Share of validation points on the right side. */
  static double accuracy(ComputationGraph graph) {
    INDArray predicted = graph.outputSingle(VALIDATION[0]).gt(0.5);
    INDArray expected = VALIDATION[1].gt(0.5);
    return predicted.eq(expected).castTo(VALIDATION[0].dataType()).meanNumber().doubleValue();
  }

  /** The weights as bits, so that equal means equal. */
  static int[] bits(ComputationGraph graph) {
    float[] values = graph.params().dup().data().asFloat();
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  private interface Maker {
    MultiDataSet make(int epoch, int index);
  }

  private static GraphTrainable.Minibatches minibatches(int count, Maker maker) {
    return new GraphTrainable.Minibatches() {
      @Override
      public int count() {
        return count;
      }

      @Override
      public MultiDataSet minibatch(int epoch, int index) {
        return maker.make(epoch, index);
      }
    };
  }

  private static INDArray[] points(int count, String purpose) {
    SplittableRandom random = STREAMS.forPurpose(purpose).at();
    float[][] inputs = new float[count][2];
    float[][] labels = new float[count][1];
    for (int i = 0; i < count; i++) {
      inputs[i][0] = (float) random.nextDouble(-1, 1);
      inputs[i][1] = (float) random.nextDouble(-1, 1);
      labels[i][0] = inputs[i][0] * inputs[i][1] > 0 ? 1 : 0;
    }
    return new INDArray[] {Nd4j.create(inputs), Nd4j.create(labels)};
  }
}
