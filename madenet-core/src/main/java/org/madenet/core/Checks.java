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

  /**
   * Refuses what is no ascending range of probabilities.
   *
   * @param name of the option
   * @param from lower end
   * @param to upper end
   * @throws IllegalArgumentException if an end is outside [0,1] or NaN, or they are not in order
   */
  public static void range(String name, double from, double to) {
    probability(name + ", lower end,", from);
    probability(name + ", upper end,", to);
    if (from > to) {
      throw new IllegalArgumentException(
          "%s must be an ascending range, but is %s to %s".formatted(name, from, to));
    }
  }

  /**
   * Refuses whole numbers outside a range.
   *
   * @param name of the option
   * @param value to check
   * @param least the smallest that is allowed
   * @param most the greatest that is allowed
   * @throws IllegalArgumentException if it is less or more
   */
  public static void between(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, but is %d".formatted(name, least, most, value));
    }
  }
}
