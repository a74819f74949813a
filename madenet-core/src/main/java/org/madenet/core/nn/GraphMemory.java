package org.madenet.core.nn;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;

/**
 * Frees what a network holds outside the heap. {@link ComputationGraph#close} alone frees the
 * parameters, but not what layers keep for themselves: in a {@linkplain BatchNormFolding folded}
 * network that has been used, a copy of all convolution weights.
 */
public final class GraphMemory {

  private GraphMemory() {}

  /**
   * Closes the layers of a network and then the network.
   *
   * @param graph the network; not to be used afterwards
   */
  public static void free(ComputationGraph graph) {
    for (Layer layer : graph.getLayers()) {
      unwrapped(layer).close();
    }
    graph.close();
  }

  private static Layer unwrapped(Layer layer) {
    return layer instanceof BaseWrapperLayer wrapper ? unwrapped(wrapper.getUnderlying()) : layer;
  }
}
