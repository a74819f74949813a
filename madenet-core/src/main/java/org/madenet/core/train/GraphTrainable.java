package org.madenet.core.train;

import java.util.function.DoubleSupplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Trains one ComputationGraph, with the losses of its output layers and its own updater. A graph
 * with several outputs minimises the sum of their losses.
 */
public final class GraphTrainable implements Trainable {

  /** Minibatches of an image source, made on demand. */
  public interface Minibatches {

    /**
     * How many minibatches an epoch has.
     *
     * @return at least 1, always the same
     */
    int count();

    /**
     * Makes a minibatch. The same arguments give the same minibatch in every process.
     *
     * @param epoch from 0
     * @param index from 0 to {@code count() - 1}; asked for in ascending order
     * @return inputs and labels in the order of the graph's inputs and outputs
     */
    MultiDataSet minibatch(int epoch, int index);
  }

  private final ComputationGraph graph;
  private final Minibatches training;
  private final DoubleSupplier validation;

  /**
   * A graph and its data, judged by its mean loss per held-out example in inference mode.
   *
   * @param graph initialised; trained in place, stays the caller's
   * @param training what steps train on
   * @param validation what the early stopping judges; every epoch should see the same
   */
  public GraphTrainable(ComputationGraph graph, Minibatches training, Minibatches validation) {
    this(graph, training, () -> meanLoss(graph, validation));
  }

  /**
   * A graph, its data, and what judges it.
   *
   * @param graph initialised; trained in place, stays the caller's
   * @param training what steps train on
   * @param validation judges the graph's present weights, lower is better
   */
  public GraphTrainable(ComputationGraph graph, Minibatches training, DoubleSupplier validation) {
    this.graph = graph;
    this.training = training;
    this.validation = validation;
  }

  @Override
  public int stepsPerEpoch() {
    return training.count();
  }

  @Override
  public double step(int epoch, int step) {
    MultiDataSet minibatch = training.minibatch(epoch, step);
    graph.getConfiguration().setEpochCount(epoch);
    graph.fit(minibatch);
    return graph.score();
  }

  @Override
  public double validationLoss(int epoch) {
    return validation.getAsDouble();
  }

  private static double meanLoss(ComputationGraph graph, Minibatches validation) {
    double sum = 0;
    long examples = 0;
    for (int index = 0; index < validation.count(); index++) {
      MultiDataSet minibatch = validation.minibatch(0, index);
      long count = minibatch.getFeatures(0).size(0);
      sum += count * graph.score(minibatch, false);
      examples += count;
    }
    return sum / examples;
  }

  @Override
  public TrainingState state() {
    return TrainingState.of(graph);
  }
}
