package org.madenet.core.nn;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network that does nothing but predict. Owns the network; its outputs are read and freed before
 * a call returns.
 *
 * <p>Threads: calls from several threads are safe and take turns.
 */
public final class InferenceNetwork implements AutoCloseable {

  private final String owner;
  private final ComputationGraph graph;
  private boolean closed;

  /**
   * A network as it is.
   *
   * @param owner whom the message names that says it is closed, such as "detector"
   * @param graph initialised; belongs to this from now on
   */
  public InferenceNetwork(String owner, ComputationGraph graph) {
    this.owner = Objects.requireNonNull(owner, "owner");
    this.graph = Objects.requireNonNull(graph, "graph");
  }

  /**
   * A {@linkplain BatchNormFolding folded} network.
   *
   * @param owner whom the message names that says it is closed, such as "detector"
   * @param plain initialised, not folded; freed, whether or not this fails
   * @param weights of the plain network, as {@link GraphWeights#of} gives them; copied
   * @return the folded network
   * @throws IllegalArgumentException if the weights are not this network's
   */
  public static InferenceNetwork folded(
      String owner, ComputationGraph plain, Map<String, INDArray> weights) {
    try {
      GraphWeights.copyInto(weights, plain);
      return new InferenceNetwork(owner, BatchNormFolding.fold(plain));
    } finally {
      GraphMemory.free(plain);
    }
  }

  /**
   * Runs the network and copies its outputs.
   *
   * @param input {@code [N,C,H,W]}; not changed
   * @return the values of each output, row by row
   * @throws IllegalStateException if this is closed
   */
  public float[][] run(INDArray input) {
    return run(
        input,
        outputs -> {
          float[][] values = new float[outputs.length][];
          for (int i = 0; i < outputs.length; i++) {
            values[i] = values(outputs[i]);
          }
          return values;
        });
  }

  /**
   * Runs the network and lets a function read its outputs.
   *
   * @param input {@code [N,C,H,W]}; not changed
   * @param reading is given the outputs, which may lie channels last, and returns nothing that
   *     shares memory with them: they are freed after it, whether or not it fails; called while
   *     other threads wait
   * @param <T> what is made of the outputs
   * @return what the function returned
   * @throws IllegalStateException if this is closed
   */
  public synchronized <T> T run(INDArray input, Function<INDArray[], T> reading) {
    if (closed) {
      throw new IllegalStateException("this " + owner + " is closed");
    }
    INDArray[] outputs = graph.output(false, input);
    try {
      return reading.apply(outputs);
    } finally {
      for (INDArray output : outputs) {
        free(output);
      }
    }
  }

  private static float[] values(INDArray output) {
    INDArray rows = output.dup('c');
    try {
      return rows.data().asFloat();
    } finally {
      free(rows);
    }
  }

  /** Views and what lies in a workspace are not closeable: their memory belongs to others. */
  private static void free(INDArray array) {
    if (array.closeable()) {
      array.close();
    }
  }

  /** Frees the network. A second call does nothing. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      GraphMemory.free(graph);
    }
  }
}
