package org.madenet.data.mini;

/**
 * Something painted onto the surface.
 *
 * @param role what it is; defects choose layers by it
 * @param index which of its role, 0-based (the third lead, for instance)
 * @param shape where
 * @param material what it looks like
 * @param relief how high
 * @param opacity 0 to 1: how much it covers what lies below
 */
record Layer(Role role, int index, Shape shape, Material material, Relief relief, double opacity) {

  /** What a layer is. */
  enum Role {
    BOARD,
    PAD,
    SOLDER,
    LEAD,
    BALL,
    TERMINAL,
    BODY,
    MARKING,
    POLARITY,
    DEFECT,
    OVERLAY;

    /** Whether it moves with the part rather than with the board. */
    boolean onPart() {
      return this == LEAD
          || this == BALL
          || this == TERMINAL
          || this == BODY
          || this == MARKING
          || this == POLARITY;
    }
  }

  Layer(Role role, int index, Shape shape, Material material, Relief relief) {
    this(role, index, shape, material, relief, 1);
  }

  Layer moved(Pose pose) {
    return new Layer(role, index, shape.moved(pose), material, relief, opacity);
  }

  Layer with(Shape other) {
    return new Layer(role, index, other, material, relief, opacity);
  }

  Layer with(Material other) {
    return new Layer(role, index, shape, other, relief, opacity);
  }

  Layer with(Relief other) {
    return new Layer(role, index, shape, material, other, opacity);
  }
}
