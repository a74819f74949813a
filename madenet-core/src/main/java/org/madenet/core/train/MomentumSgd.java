package org.madenet.core.train;

import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Stochastic gradient descent with Polyak's momentum, as in PyTorch and TensorFlow: {@code v <-
 * momentum v + g}, then {@code p <- p - rate v}. In the place of ND4J's {@code Nesterovs}, which
 * looks ahead, and whose velocity holds the rates of the past.
 *
 * @param rate the learning rate
 * @param momentum share of the velocity that stays, in [0,1)
 */
public record MomentumSgd(
    @JsonProperty("rate") ISchedule rate, @JsonProperty("momentum") double momentum)
    implements IUpdater {

  private static final String VELOCITY = "velocity";

  /** Checks the range. */
  public MomentumSgd {
    Objects.requireNonNull(rate, "rate");
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("momentum must be in [0,1), but is " + momentum);
    }
  }

  @Override
  public long stateSize(long parameters) {
    return parameters;
  }

  @Override
  public GradientUpdater<MomentumSgd> instantiate(INDArray view, boolean initialize) {
    Velocity updater = new Velocity();
    updater.setStateViewArray(view, view.shape(), 'c', initialize);
    return updater;
  }

  @Override
  public GradientUpdater<MomentumSgd> instantiate(Map<String, INDArray> state, boolean initialize) {
    Velocity updater = new Velocity();
    updater.setState(state, initialize);
    return updater;
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return rate.valueAt(iteration, epoch);
  }

  @Override
  public boolean hasLearningRate() {
    return true;
  }

  @Override
  public void setLrAndSchedule(double learningRate, ISchedule schedule) {
    throw new UnsupportedOperationException("this updater's rate is final: make another one");
  }

  @Override
  public MomentumSgd clone() {
    return new MomentumSgd(rate.clone(), momentum);
  }

  /** The state of one block of parameters. */
  private final class Velocity implements GradientUpdater<MomentumSgd> {

    private INDArray velocity;

    @Override
    public MomentumSgd getConfig() {
      return MomentumSgd.this;
    }

    @Override
    public void setState(Map<String, INDArray> state, boolean initialize) {
      INDArray given = Objects.requireNonNull(state.get(VELOCITY), VELOCITY);
      setStateViewArray(given, given.shape(), 'c', initialize);
    }

    @Override
    public Map<String, INDArray> getState() {
      return Map.of(VELOCITY, velocity);
    }

    @Override
    public void setStateViewArray(
        INDArray view, long[] gradientShape, char order, boolean initialize) {
      if (initialize) {
        view.assign(0);
      }
      velocity = view;
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
      INDArray v = velocity.reshape(gradient.shape());
      v.muli(momentum).addi(gradient);
      gradient.assign(v).muli(rate.valueAt(iteration, epoch));
    }
  }
}
