package org.madenet.core.train;

import java.util.SplittableRandom;

/**
 * Random number generators derived from one seed and the place where they are used. The same place
 * gives the same numbers in every process, on every machine, with any number of threads; different
 * places give independent ones. So nothing of a generator has to be saved in a checkpoint.
 *
 * @param seed the one seed of a training
 */
public record RandomStreams(long seed) {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /**
   * Streams for one purpose, independent of those for others: {@code streams.forPurpose("noise")}.
   *
   * @param purpose a fixed name
   * @return streams with a seed of their own
   */
  public RandomStreams forPurpose(String purpose) {
    long mixed = seed;
    for (int i = 0; i < purpose.length(); i++) {
      mixed = mix(mixed, purpose.charAt(i));
    }
    return new RandomStreams(mix(mixed, ~(long) purpose.length()));
  }

  /**
   * The generator of a place.
   *
   * @param place for instance epoch and step
   * @return a fresh generator
   */
  public SplittableRandom at(long... place) {
    return new SplittableRandom(seedAt(place));
  }

  /**
   * The seed of a place, for generators of other libraries.
   *
   * @param place for instance epoch and step
   * @return a well mixed seed
   */
  public long seedAt(long... place) {
    long mixed = mix(seed, place.length);
    for (long coordinate : place) {
      mixed = mix(mixed, coordinate);
    }
    return mixed;
  }

  /**
   * A random order of {@code 0 .. n-1} (Fisher and Yates), for shuffling samples in each epoch.
   *
   * @param n how many, at least 0
   * @param place for instance the epoch
   * @return a permutation
   */
  public int[] permutation(int n, long... place) {
    return permutation(n, at(place));
  }

  /**
   * The same with a generator at hand.
   *
   * @param n how many, at least 0
   * @param random gives the order
   * @return a permutation
   */
  public static int[] permutation(int n, SplittableRandom random) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014) over a running sum. */
  private static long mix(long state, long value) {
    long z = (state ^ Long.rotateLeft(value * GOLDEN_GAMMA, 29)) + GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
