package org.madenet.data.mini;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A flat shape, given by the signed distance to its outline: negative inside, positive outside, in
 * board units.
 *
 * @param bounds encloses the shape
 * @param field the distance
 * @param parts whose union it is, so that who paints it can skip those far away; empty if it is in
 *     one piece
 */
record Shape(Bounds bounds, Field field, List<Shape> parts) {

  private Shape(Bounds bounds, Field field) {
    this(bounds, field, List.of());
  }

  /** Signed distance at a place. */
  @FunctionalInterface
  interface Field {
    double distance(double x, double y);
  }

  /** A box along the axes. */
  record Bounds(double x0, double y0, double x1, double y1) {

    Bounds grown(double margin) {
      return new Bounds(x0 - margin, y0 - margin, x1 + margin, y1 + margin);
    }

    Bounds union(Bounds o) {
      return new Bounds(
          Math.min(x0, o.x0), Math.min(y0, o.y0), Math.max(x1, o.x1), Math.max(y1, o.y1));
    }
  }

  double distance(double x, double y) {
    return field.distance(x, y);
  }

  /** A box with rounded corners, centred at (cx, cy), of the given whole width and height. */
  static Shape box(double cx, double cy, double width, double height, double corner) {
    double hw = width / 2 - corner;
    double hh = height / 2 - corner;
    return new Shape(
        new Bounds(cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2),
        (x, y) -> {
          double dx = Math.abs(x - cx) - hw;
          double dy = Math.abs(y - cy) - hh;
          double ox = Math.max(dx, 0);
          double oy = Math.max(dy, 0);
          return Math.sqrt(ox * ox + oy * oy) + Math.min(Math.max(dx, dy), 0) - corner;
        });
  }

  /**
   * A box that solder would fill: its depth has no creases along the diagonals, and its corners are
   * rounded by about a third of the softness.
   */
  static Shape pillow(double cx, double cy, double width, double height, double softness) {
    return new Shape(
        new Bounds(cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2),
        (x, y) -> {
          double a = width / 2 - Math.abs(x - cx);
          double b = height / 2 - Math.abs(y - cy);
          double t = Math.max(0, 1 - Math.abs(a - b) / softness);
          return t * t * softness / 4 - Math.min(a, b);
        });
  }

  static Shape circle(double cx, double cy, double radius) {
    return new Shape(
        new Bounds(cx - radius, cy - radius, cx + radius, cy + radius),
        (x, y) -> Math.sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy)) - radius);
  }

  /** A line of some thickness with round ends. */
  static Shape stroke(double x0, double y0, double x1, double y1, double width) {
    double r = width / 2;
    double dx = x1 - x0;
    double dy = y1 - y0;
    double length2 = Math.max(dx * dx + dy * dy, 1e-9);
    return new Shape(
        new Bounds(Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)).grown(r),
        (x, y) -> {
          double t = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / length2));
          double px = x - x0 - t * dx;
          double py = y - y0 - t * dy;
          return Math.sqrt(px * px + py * py) - r;
        });
  }

  /** A polyline of some thickness; points are x, y, x, y, ... */
  static Shape polyline(double width, double... points) {
    List<Shape> strokes = new ArrayList<>();
    for (int i = 2; i < points.length; i += 2) {
      strokes.add(stroke(points[i - 2], points[i - 1], points[i], points[i + 1], width));
    }
    return union(strokes);
  }

  /** A blob whose outline wobbles by the given share of its radius. */
  static Shape blob(double cx, double cy, double radius, double wobble, long seed) {
    return new Shape(
        new Bounds(cx - radius, cy - radius, cx + radius, cy + radius).grown(radius * wobble + 1),
        (x, y) -> {
          double dx = x - cx;
          double dy = y - cy;
          double d = Math.sqrt(dx * dx + dy * dy) + 1e-9;
          double scale = 1.6 / d;
          double noise = Hash.smooth(seed, 7 + dx * scale, 11 + dy * scale);
          return d - radius * (1 + wobble * noise);
        });
  }

  Shape union(Shape other) {
    return union(Stream.of(this, other).flatMap(Shape::pieces).toList());
  }

  /** One shape of several, at least one. */
  static Shape union(List<Shape> shapes) {
    if (shapes.size() == 1) {
      return shapes.get(0);
    }
    Bounds all = shapes.stream().map(Shape::bounds).reduce(Bounds::union).orElseThrow();
    return new Shape(
        all,
        (x, y) -> {
          double least = Double.POSITIVE_INFINITY;
          for (Shape shape : shapes) {
            least = Math.min(least, shape.distance(x, y));
          }
          return least;
        },
        List.copyOf(shapes));
  }

  /** Its parts, or itself if it is in one piece. */
  Stream<Shape> pieces() {
    return parts.isEmpty() ? Stream.of(this) : parts.stream();
  }

  Shape minus(Shape other) {
    return new Shape(bounds, (x, y) -> Math.max(field.distance(x, y), -other.field.distance(x, y)));
  }

  Shape and(Shape other) {
    return new Shape(bounds, (x, y) -> Math.max(field.distance(x, y), other.field.distance(x, y)));
  }

  /** Larger on all sides by a margin, or smaller where it is negative. */
  Shape grown(double margin) {
    if (!parts.isEmpty()) {
      return union(parts.stream().map(part -> part.grown(margin)).toList());
    }
    return new Shape(bounds.grown(margin), (x, y) -> field.distance(x, y) - margin);
  }

  /** Carried by a rigid motion. */
  Shape moved(Pose pose) {
    if (pose.isIdentity()) {
      return this;
    }
    if (!parts.isEmpty()) {
      return union(parts.stream().map(part -> part.moved(pose)).toList());
    }
    double[] xs = {bounds.x0, bounds.x1, bounds.x0, bounds.x1};
    double[] ys = {bounds.y0, bounds.y0, bounds.y1, bounds.y1};
    double x0 = Double.POSITIVE_INFINITY;
    double y0 = Double.POSITIVE_INFINITY;
    double x1 = Double.NEGATIVE_INFINITY;
    double y1 = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < 4; i++) {
      double px = pose.x(xs[i], ys[i]);
      double py = pose.y(xs[i], ys[i]);
      x0 = Math.min(x0, px);
      y0 = Math.min(y0, py);
      x1 = Math.max(x1, px);
      y1 = Math.max(y1, py);
    }
    Pose back = pose.inverse();
    return new Shape(
        new Bounds(x0, y0, x1, y1), (x, y) -> field.distance(back.x(x, y), back.y(x, y)));
  }
}
