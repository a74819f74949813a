package org.madenet.data.mini;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.madenet.data.mini.Layer.Role;

/**
 * A board's looks: solder mask, copper below it, silkscreen, vias.
 *
 * @param mask the solder mask
 * @param trace the mask where copper lies below
 * @param silk the silkscreen's ink
 * @param pad bare finish of the pads
 * @param solder the solder
 */
record Board(Material mask, Material trace, Material silk, Material pad, Material solder) {

  private static final double[][] COLOURS = {
    {0.03, 0.20, 0.08},
    {0.02, 0.26, 0.12},
    {0.06, 0.15, 0.06},
    {0.02, 0.08, 0.28},
    {0.03, 0.03, 0.035},
    {0.30, 0.03, 0.03},
    {0.02, 0.30, 0.20}
  };

  static Board draw(SplittableRandom r) {
    // Green boards are the rule, other colours the exception.
    int i = r.nextInt(10);
    double[] c = COLOURS[i < 6 ? i % 3 : i - 3];
    double f = 0.8 + r.nextDouble(0.5);
    Material mask =
        new Material(
            (float) (c[0] * f),
            (float) (c[1] * f),
            (float) (c[2] * f),
            (float) (0.1 + r.nextDouble(0.2)),
            0.14f,
            5f,
            0.03f);
    double ink = 0.62 + r.nextDouble(0.25);
    boolean gold = r.nextInt(3) == 0;
    Material pad =
        gold
            ? Material.metal(0.72, 0.55, 0.26).withGloss(0.6)
            : Material.metal(0.62, 0.61, 0.58).withGloss(0.65);
    double bright = 0.50 + r.nextDouble(0.14);
    return new Board(
        mask,
        mask.times(1.35 + r.nextDouble(0.3)),
        Material.matt(ink, ink, ink * 0.96),
        pad,
        Material.metal(bright, bright, bright * 1.02).withGloss(0.8 + r.nextDouble(0.15)));
  }

  /** The bare board: mask, traces that lead away from the pads, vias, and some silkscreen. */
  List<Layer> layers(SplittableRandom r, double partWidth, double partHeight) {
    List<Layer> out = new ArrayList<>();
    out.add(new Layer(Role.BOARD, 0, Shape.box(128, 128, 300, 300, 0), mask, Relief.film(0)));
    int traces = 2 + r.nextInt(5);
    for (int i = 0; i < traces; i++) {
      boolean horizontal = r.nextBoolean();
      double at = r.nextDouble(5, 251);
      double bend = r.nextDouble(60, 196);
      double jump = r.nextDouble(-40, 40);
      double width = 3 + r.nextDouble(7);
      double[] p = {-10, at, bend, at, bend + Math.abs(jump), at + jump, 266, at + jump};
      if (!horizontal) {
        for (int k = 0; k < p.length; k += 2) {
          double t = p[k];
          p[k] = p[k + 1];
          p[k + 1] = t;
        }
      }
      out.add(new Layer(Role.BOARD, 10 + i, Shape.polyline(width, p), trace, Relief.film(0.35)));
    }
    int vias = r.nextInt(5);
    for (int i = 0; i < vias; i++) {
      double x = r.nextDouble(8, 248);
      double y = r.nextDouble(8, 248);
      if (Math.abs(x - 128) < partWidth / 2 + 14 && Math.abs(y - 128) < partHeight / 2 + 14) {
        continue;
      }
      double radius = 4 + r.nextDouble(2);
      out.add(new Layer(Role.BOARD, 30 + i, Shape.circle(x, y, radius), pad, Relief.film(0.4)));
      out.add(
          new Layer(
              Role.BOARD,
              50 + i,
              Shape.circle(x, y, radius * 0.5),
              Material.matt(0.03, 0.025, 0.02),
              Relief.pit(2, 2)));
    }
    if (r.nextInt(3) > 0) {
      double w = partWidth + 22 + r.nextDouble(8);
      double h = partHeight + 22 + r.nextDouble(8);
      Shape frame = Shape.box(128, 128, w, h, 2);
      Shape outline = frame.minus(Shape.box(128, 128, w - 4.4, h - 4.4, 1));
      double gap = 0.35 + r.nextDouble(0.4);
      outline =
          r.nextBoolean()
              ? outline.minus(Shape.box(128, 128, w * gap, h + 9, 0))
              : outline.minus(Shape.box(128, 128, w + 9, h * gap, 0));
      out.add(new Layer(Role.BOARD, 70, outline, silk, Relief.film(0.25)));
    }
    if (r.nextInt(3) > 0) {
      double y = r.nextBoolean() ? 10 + r.nextDouble(6) : 240 + r.nextDouble(6);
      String label = "" + "CLRTX".charAt(r.nextInt(5)) + r.nextInt(1, 400);
      out.add(
          new Layer(
              Role.BOARD,
              71,
              Glyphs.text(label, r.nextDouble(50, 206), y, 12, 2),
              silk,
              Relief.film(0.25)));
    }
    return out;
  }
}
