package org.madenet.data.synthesis;

/** Argument checks of the options; each message names the option and the value. */
final class Checks {

  private Checks() {}

  static void positive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be positive and finite, but is " + value);
    }
  }

  static void finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be finite, but is " + value);
    }
  }

  static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be in [0,1], but is " + value);
    }
  }

  static void range(String name, double from, double to) {
    share(name + ", lower end,", from);
    share(name + ", upper end,", to);
    if (from > to) {
      throw new IllegalArgumentException(
          "%s must be an ascending range, but is %s to %s".formatted(name, from, to));
    }
  }

  static void between(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, but is %d".formatted(name, least, most, value));
    }
  }
}
