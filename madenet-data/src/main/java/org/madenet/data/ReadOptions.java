package org.madenet.data;

import java.util.Objects;

/**
 * How a dataset's index is read.
 *
 * @param policy what to do with samples that cannot be used
 * @param seed seed of the split, for layouts and folders that have none
 * @param trainFraction training part of every defect type for such a split, in (0,1)
 */
public record ReadOptions(ProblemPolicy policy, long seed, double trainFraction) {

  /** Problems fail, seed 42, 70 % for training. */
  public static final ReadOptions DEFAULT = new ReadOptions(ProblemPolicy.FAIL, 42, 0.7);

  /** Checks the range of the fraction. */
  public ReadOptions {
    Objects.requireNonNull(policy, "policy");
    if (!(trainFraction > 0 && trainFraction < 1)) {
      throw new IllegalArgumentException(
          "train fraction must be in (0,1), but is " + trainFraction);
    }
  }

  /**
   * The same options with another policy.
   *
   * @param other what to do with samples that cannot be used
   * @return new options
   */
  public ReadOptions withPolicy(ProblemPolicy other) {
    return new ReadOptions(other, seed, trainFraction);
  }

  /**
   * The same options with another seed.
   *
   * @param other seed of the split
   * @return new options
   */
  public ReadOptions withSeed(long other) {
    return new ReadOptions(policy, other, trainFraction);
  }
}
