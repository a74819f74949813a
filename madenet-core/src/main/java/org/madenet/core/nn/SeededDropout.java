package org.madenet.core.nn;

import java.util.Objects;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.madenet.core.Checks;
import org.madenet.core.train.RandomStreams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Inverted dropout (Srivastava and others, 2014) whose choice follows from a seed and the iteration
 * alone. ND4J's own generator gives other numbers with another number of threads, and a training
 * that goes on from a checkpoint must drop what it would have dropped.
 */
public final class SeededDropout implements IDropout {

  private static final long serialVersionUID = 1L;

  @JsonProperty private final double probability;
  @JsonProperty private final long seed;
  private transient INDArray kept;

  /**
   * A dropout.
   *
   * @param probability with which a value is set to 0, in [0,1); the others grow by {@code 1 / (1 -
   *     probability)}
   * @param seed decides together with the iteration which values
   */
  public SeededDropout(
      @JsonProperty("probability") double probability, @JsonProperty("seed") long seed) {
    Checks.probability("probability", probability);
    if (probability == 1) {
      throw new IllegalArgumentException("probability must be below 1, or nothing is left");
    }
    this.probability = probability;
    this.seed = seed;
  }

  @Override
  public INDArray applyDropout(
      INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
    SplittableRandom random = new RandomStreams(seed).at(iteration);
    double[] factors = new double[Math.toIntExact(input.length())];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = random.nextDouble() < probability ? 0 : 1 / (1 - probability);
    }
    kept = Nd4j.create(factors, input.shape(), 'c').castTo(input.dataType()).detach();
    return result.assign(input).muli(kept);
  }

  @Override
  public INDArray backprop(INDArray outer, INDArray inner, int iteration, int epoch) {
    if (kept == null) {
      throw new IllegalStateException("dropout has no forward pass to go back from");
    }
    if (inner != outer) {
      inner.assign(outer);
    }
    inner.muli(kept);
    clear();
    return inner;
  }

  @Override
  public void clear() {
    kept = null;
  }

  @Override
  public SeededDropout clone() {
    return new SeededDropout(probability, seed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SeededDropout that
        && that.probability == probability
        && that.seed == seed;
  }

  @Override
  public int hashCode() {
    return Objects.hash(probability, seed);
  }

  @Override
  public String toString() {
    return "dropout " + probability;
  }
}
