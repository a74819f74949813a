package org.madenet.core;

/** Argument checks of options; each message names the option and the value. */
public final class Checks {

  private Checks() {}

  /**
   * Refuses what is not positive and finite.
   *
   * @param name of the option
   * @param value to check
   * @throws IllegalArgumentException if it is 0, negative, infinite or NaN
   */
  public static void positive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be positive and finite, but is " + value);
    }
  }

  /**
   * Refuses what is negative or not finite.
   *
   * @param name of the option
   * @param value to check
   * @throws IllegalArgumentException if it is negative, infinite or NaN
   */
  public static void notNegative(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be at least 0 and finite, but is " + value);
    }
  }

  /**
   * Refuses what is not finite.
   *
   * @param name of the option
   * @param value to check
   * @throws IllegalArgumentException if it is infinite or NaN
   */
  public static void finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be finite, but is " + value);
    }
  }

  /**
   * Refuses what is no probability.
   *
   * @param name of the option
   * @param value to check
   * @throws IllegalArgumentException if it is outside [0,1] or NaN
   */
  public static void probability(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be in [0,1], but is " + value);
    }
  }
}
