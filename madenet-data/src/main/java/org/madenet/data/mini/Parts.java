package org.madenet.data.mini;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.madenet.data.mini.Assembly.Joint;
import org.madenet.data.mini.Layer.Role;

/** Pieces that several packages share: pads with solder, plastic bodies, markings. */
final class Parts {

  private Parts() {}

  /** Black or dark grey moulding compound. */
  static Material plastic(SplittableRandom r) {
    double v = 0.025 + r.nextDouble(0.05);
    return new Material(
        (float) v,
        (float) v,
        (float) (v * 1.05),
        (float) (0.06 + r.nextDouble(0.12)),
        0.18f,
        1.6f,
        0.07f);
  }

  /** Tin-plated lead frame. */
  static Material tin(SplittableRandom r) {
    double v = 0.5 + r.nextDouble(0.14);
    return Material.metal(v, v, v * 0.98).withGloss(0.65 + r.nextDouble(0.25));
  }

  /** A pad, along the joint's outward direction. */
  static Shape padShape(Joint j, double grow) {
    return Shape.box(0, 0, j.length() + 2 * grow, j.width() + 2 * grow, 1)
        .moved(new Pose(j.outX(), j.outY(), j.x(), j.y()));
  }

  /**
   * Solder on a pad, its outline inside the pad's or, where it grows, beyond.
   *
   * @param softness how round, as a share of the shorter side
   */
  static Shape solderShape(Joint j, double grow, double softness) {
    double length = j.length() + 2 * grow;
    double width = j.width() + 2 * grow;
    return Shape.pillow(0, 0, length, width, softness * Math.min(length, width))
        .moved(new Pose(j.outX(), j.outY(), j.x(), j.y()));
  }

  /** Pads and the solder on them; the solder has the joint's number. */
  static List<Layer> soldered(List<Joint> joints, Board board, SplittableRandom r, double rise) {
    List<Layer> out = new ArrayList<>();
    for (int i = 0; i < joints.size(); i++) {
      out.add(new Layer(Role.PAD, i, padShape(joints.get(i), 0), board.pad(), Relief.film(0.4)));
    }
    for (int i = 0; i < joints.size(); i++) {
      Joint j = joints.get(i);
      double cover = -0.8 - r.nextDouble(0.8);
      double height = rise * (0.85 + r.nextDouble(0.3));
      double width = Math.min(j.length(), j.width()) * 0.55;
      out.add(
          new Layer(
              Role.SOLDER,
              i,
              solderShape(j, cover, 0.4),
              board.solder(),
              Relief.dome(0.4, height, width)));
    }
    return out;
  }

  /** A line or two of characters on the body. */
  static List<Layer> marking(
      SplittableRandom r, double cx, double cy, double width, double height, Material ink) {
    List<Layer> out = new ArrayList<>();
    int lines = height > 45 ? 2 + r.nextInt(2) : 1;
    double pitch = Math.min(height / (lines + 0.6), 20);
    for (int line = 0; line < lines; line++) {
      double size = pitch * (line == 0 ? 0.62 : 0.5);
      int most = (int) (width * 0.85 / size);
      if (most < 2) {
        continue;
      }
      StringBuilder text = new StringBuilder();
      for (int i = 0, n = Math.min(most, 3 + r.nextInt(4)); i < n; i++) {
        text.append(Glyphs.ALPHABET.charAt(r.nextInt(Glyphs.ALPHABET.length())));
      }
      out.add(
          new Layer(
              Role.MARKING,
              line,
              Glyphs.text(
                  text.toString(),
                  cx,
                  cy + (line - (lines - 1) / 2.0) * pitch,
                  size,
                  Math.max(1.1, size * 0.13)),
              ink,
              Relief.film(0.04)));
    }
    return out;
  }

  /** Laser or ink marking: light grey, more or less of it. */
  static Material ink(SplittableRandom r) {
    double v = 0.22 + r.nextDouble(0.45);
    return Material.matt(v, v, v * 0.97);
  }
}
