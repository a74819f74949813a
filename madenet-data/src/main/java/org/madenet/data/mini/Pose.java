package org.madenet.data.mini;

/**
 * A rotation followed by a translation, in board units; y points down.
 *
 * @param cos cosine of the angle
 * @param sin sine of the angle
 * @param dx translation to the right
 * @param dy translation downwards
 */
record Pose(double cos, double sin, double dx, double dy) {

  static final Pose IDENTITY = new Pose(1, 0, 0, 0);

  static Pose shift(double dx, double dy) {
    return new Pose(1, 0, dx, dy);
  }

  /** A turn about a point. */
  static Pose turn(double degrees, double cx, double cy) {
    double c = StrictMath.cos(StrictMath.toRadians(degrees));
    double s = StrictMath.sin(StrictMath.toRadians(degrees));
    return new Pose(c, s, cx - c * cx + s * cy, cy - s * cx - c * cy);
  }

  double x(double px, double py) {
    return cos * px - sin * py + dx;
  }

  double y(double px, double py) {
    return sin * px + cos * py + dy;
  }

  /** This motion first, then the other. */
  Pose then(Pose o) {
    return new Pose(
        o.cos * cos - o.sin * sin,
        o.sin * cos + o.cos * sin,
        o.cos * dx - o.sin * dy + o.dx,
        o.sin * dx + o.cos * dy + o.dy);
  }

  Pose inverse() {
    return new Pose(cos, -sin, -(cos * dx + sin * dy), -(-sin * dx + cos * dy));
  }

  boolean isIdentity() {
    return equals(IDENTITY);
  }
}
