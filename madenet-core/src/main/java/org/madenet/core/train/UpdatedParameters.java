package org.madenet.core.train;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Parameters in plain arrays with an updater of their own, for networks whose gradients are
 * computed by hand. With weight decay greater than 0 and {@code Adam} this is AdamW (Loshchilov and
 * Hutter, 2019): the decay is decoupled, {@code p <- p - lr * decay * p}, before the updater's
 * step.
 *
 * <p>Not safe for use by several threads.
 */
public final class UpdatedParameters implements TrainingState {

  private final IUpdater config;
  private final double weightDecay;
  private final Map<String, INDArray> parameters;
  private final Map<String, INDArray> moments = new LinkedHashMap<>();
  private final Map<String, GradientUpdater<?>> updaters = new LinkedHashMap<>();
  private int iteration;

  /**
   * Parameters with a fresh updater state.
   *
   * @param parameters contiguous arrays in c order, updated in place
   * @param config the updater, for instance {@code new Adam(1e-3)}
   * @param weightDecay decoupled weight decay, at least 0
   */
  public UpdatedParameters(Map<String, INDArray> parameters, IUpdater config, double weightDecay) {
    if (!(weightDecay >= 0)) {
      throw new IllegalArgumentException("weightDecay must be at least 0, but is " + weightDecay);
    }
    this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    this.config = config;
    this.weightDecay = weightDecay;
    this.parameters.forEach(
        (name, array) -> {
          long size = config.stateSize(array.length());
          INDArray state = size == 0 ? null : Nd4j.zeros(DataType.FLOAT, 1, size);
          updaters.put(name, config.instantiate(state, true));
          if (state != null) {
            moments.put(name, state);
          }
        });
  }

  /**
   * One step of the updater.
   *
   * @param gradients of the loss, one per parameter and of its shape, c order; overwritten with the
   *     change made
   * @param epoch from 0, for learning rates that follow a schedule
   * @throws IllegalArgumentException if names or shapes differ from those of the parameters
   */
  public void update(Map<String, INDArray> gradients, int epoch) {
    if (!gradients.keySet().equals(parameters.keySet())) {
      throw new IllegalArgumentException(
          "gradients for " + gradients.keySet() + ", parameters are " + parameters.keySet());
    }
    double decay = weightDecay * config.getLearningRate(iteration, epoch);
    parameters.forEach(
        (name, parameter) -> {
          INDArray gradient = gradients.get(name);
          if (!Arrays.equals(gradient.shape(), parameter.shape())) {
            throw new IllegalArgumentException(
                "gradient of "
                    + name
                    + " must be "
                    + Arrays.toString(parameter.shape())
                    + ", but is "
                    + Arrays.toString(gradient.shape()));
          }
          if (decay > 0) {
            parameter.muli(1 - decay);
          }
          INDArray flat = gradient.reshape('c', 1, gradient.length());
          updaters.get(name).applyUpdater(flat, iteration, epoch);
          parameter.subi(flat.reshape('c', parameter.shape()));
        });
    iteration++;
  }

  @Override
  public Map<String, INDArray> weights() {
    return parameters;
  }

  @Override
  public Map<String, INDArray> updater() {
    return Collections.unmodifiableMap(moments);
  }

  @Override
  public Map<String, Long> counters() {
    return Map.of("iteration", (long) iteration);
  }

  @Override
  public void setCounters(Map<String, Long> counters) {
    iteration = Math.toIntExact(counters.get("iteration"));
  }
}
