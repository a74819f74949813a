package org.madenet.data.mini;

/**
 * Height of a layer above the board, in board units, as a function of the depth inside its outline.
 */
@FunctionalInterface
interface Relief {

  /**
   * The height.
   *
   * @param depth distance to the outline, at least 0
   * @param below height of what lies below
   */
  double height(double depth, double below);

  /** A film that follows what lies below it. */
  static Relief film(double thickness) {
    return (depth, below) -> below + thickness;
  }

  /** A block with a flat top and slanted edges. */
  static Relief block(double top, double chamfer) {
    return (depth, below) -> top - chamfer * Math.max(0, 1 - depth / (chamfer + 1e-6)) * 0.8;
  }

  /** Rounded like a drop: steep at the outline, level at the given depth. */
  static Relief dome(double base, double rise, double radius) {
    return (depth, below) -> {
      double t = 1 - Math.min(1, depth / radius);
      return base + rise * Math.sqrt(Math.max(0, 1 - t * t));
    };
  }

  /** A pit in what lies below. */
  static Relief pit(double amount, double radius) {
    return (depth, below) -> {
      double t = 1 - Math.min(1, depth / radius);
      return below - amount * Math.sqrt(Math.max(0, 1 - t * t));
    };
  }
}
