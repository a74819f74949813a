package org.madenet.core.train;

import java.util.Map;
import org.madenet.core.metric.UndefinedMetricException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Plays given validation losses, one per epoch. Its single weight counts the steps done, so a test
 * sees which epoch's weights it ends with.
 */
final class ScriptedTrainable implements Trainable {

  private final INDArray weight = Nd4j.zeros(1, 1);
  private final int stepsPerEpoch;
  private final double[] validationLosses;
  private double lossFromStep = Double.NaN;
  private int brokenStep = -1;
  private int interruptedStep = -1;
  private int interruptedValidation = -1;
  private int undefinedValidation = -1;
  private String undefined;
  private boolean brokenWeights;
  private int steps;

  ScriptedTrainable(int stepsPerEpoch, double... validationLosses) {
    this.stepsPerEpoch = stepsPerEpoch;
    this.validationLosses = validationLosses;
  }

  /** From this step on, counted from 0 over all epochs, the loss is this value. */
  ScriptedTrainable lossAt(int step, double loss) {
    brokenStep = step;
    lossFromStep = loss;
    return this;
  }

  /** Waiting for the data of this step, counted as above, is interrupted. */
  ScriptedTrainable interruptedAt(int step) {
    interruptedStep = step;
    return this;
  }

  /** Waiting for the data of this epoch's validation is interrupted. */
  ScriptedTrainable interruptedInValidation(int epoch) {
    interruptedValidation = epoch;
    return this;
  }

  /** A metric of this epoch's validation is undefined. */
  ScriptedTrainable undefinedInValidation(int epoch, String why) {
    undefinedValidation = epoch;
    undefined = why;
    return this;
  }

  private static void interruptIf(boolean now) {
    if (now) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a minibatch");
    }
  }

  /** Every step writes NaN into the weights, but reports a good loss. */
  ScriptedTrainable brokenWeights() {
    brokenWeights = true;
    return this;
  }

  int steps() {
    return steps;
  }

  double weight() {
    return weight.getDouble(0);
  }

  @Override
  public int stepsPerEpoch() {
    return stepsPerEpoch;
  }

  @Override
  public double step(int epoch, int step) {
    interruptIf(epoch * stepsPerEpoch + step == interruptedStep);
    steps++;
    weight.assign(brokenWeights ? Double.NaN : epoch * stepsPerEpoch + step + 1);
    boolean broken = brokenStep >= 0 && epoch * stepsPerEpoch + step >= brokenStep;
    return broken ? lossFromStep : step;
  }

  @Override
  public double validationLoss(int epoch) {
    interruptIf(epoch == interruptedValidation);
    if (epoch == undefinedValidation) {
      throw new UndefinedMetricException(undefined);
    }
    return validationLosses[epoch];
  }

  @Override
  public TrainingState state() {
    return new TrainingState() {
      @Override
      public Map<String, INDArray> weights() {
        return Map.of("w", weight);
      }

      @Override
      public Map<String, INDArray> updater() {
        return Map.of();
      }

      @Override
      public Map<String, Long> counters() {
        return Map.of();
      }

      @Override
      public void setCounters(Map<String, Long> counters) {
        assert counters.isEmpty();
      }
    };
  }
}
