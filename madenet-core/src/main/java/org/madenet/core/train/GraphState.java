package org.madenet.core.train;

import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The state of a ComputationGraph, as views into it. */
final class GraphState implements TrainingState {

  private final ComputationGraph graph;

  GraphState(ComputationGraph graph) {
    if (graph.params() == null) {
      throw new IllegalStateException("the graph is not initialised: call init() first");
    }
    this.graph = graph;
  }

  @Override
  public Map<String, INDArray> weights() {
    return Map.of("parameters", graph.params());
  }

  @Override
  public Map<String, INDArray> updater() {
    INDArray state = graph.getUpdater(true).getStateViewArray();
    return state == null ? Map.of() : Map.of("updater", state);
  }

  @Override
  public Map<String, Long> counters() {
    return Map.of(
        "iteration", (long) graph.getConfiguration().getIterationCount(),
        "epoch", (long) graph.getConfiguration().getEpochCount());
  }

  @Override
  public void setCounters(Map<String, Long> counters) {
    graph.getConfiguration().setIterationCount(Math.toIntExact(counters.get("iteration")));
    graph.getConfiguration().setEpochCount(Math.toIntExact(counters.get("epoch")));
  }
}
