package org.madenet.core.train;

import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A handle on everything that training steps change. The arrays are live: writing into them changes
 * the networks.
 */
public interface TrainingState {

  /**
   * What the trained network is: parameters and running statistics. The loop keeps those of the
   * best epoch.
   *
   * @return live arrays by name, always in the same order
   */
  Map<String, INDArray> weights();

  /**
   * What only further training needs: the moments of the updater. They go into checkpoints.
   *
   * @return live arrays by name, always in the same order; can be empty
   */
  Map<String, INDArray> updater();

  /**
   * Counters that steps depend on, for instance Adam's number of iterations.
   *
   * @return the present values by name; can be empty
   */
  Map<String, Long> counters();

  /**
   * Sets the counters.
   *
   * @param counters as {@link #counters()} gave them
   */
  void setCounters(Map<String, Long> counters);

  /**
   * The state of a graph: its parameters (running statistics of batch normalisation among them),
   * the state of its updater, and its iteration and epoch counts.
   *
   * @param graph an initialised graph; stays in use
   * @return its state
   */
  static TrainingState of(ComputationGraph graph) {
    return new GraphState(graph);
  }

  /**
   * Several states as one. Names are joined by a slash: {@code adaptor/parameters}.
   *
   * @param parts states by name
   * @return the whole
   */
  static TrainingState of(Map<String, ? extends TrainingState> parts) {
    return new CompositeState(parts);
  }
}
