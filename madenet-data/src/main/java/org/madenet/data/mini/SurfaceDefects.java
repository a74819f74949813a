package org.madenet.data.mini;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.madenet.data.manudefect.AnomalyType;
import org.madenet.data.mini.Assembly.Joint;
import org.madenet.data.mini.Layer.Role;

/** Damage to the surface, and what does not belong on it. */
record SurfaceDefects(Assembly assembly, SplittableRandom random, Map<String, String> drawn) {

  Assembly apply(AnomalyType type) {
    return switch (type) {
      case CRACK -> crack();
      case SCRATCH -> scratch();
      case FIBRE -> fibre();
      case FLUX_RESIDUE -> flux();
      case DUST -> dust();
      case STAIN -> stain();
      default -> throw new IllegalArgumentException(type + " is not a surface defect");
    };
  }

  /** A jagged line across the body, from one edge inwards. */
  private Assembly crack() {
    double w = assembly.body().width();
    double h = assembly.body().height();
    double x = 128 + random.nextDouble(-0.28, 0.28) * w;
    double from = random.nextBoolean() ? 1 : -1;
    double reach = (0.55 + random.nextDouble(0.45)) * h;
    int steps = 7;
    double[] points = new double[2 * (steps + 1)];
    for (int i = 0; i <= steps; i++) {
      points[2 * i] = x;
      points[2 * i + 1] = 128 + from * (h / 2 - i * reach / steps);
      x += random.nextDouble(-5, 5);
    }
    drawn.put("length", Defects.number(reach));
    double width = 1.3 + random.nextDouble(1.2);
    return assembly.adding(
        List.of(
            new Layer(
                Role.DEFECT,
                0,
                Shape.polyline(width, points),
                Material.matt(0.02, 0.02, 0.02),
                Relief.pit(2.5, width / 2))));
  }

  /** A thin line over the body, bright on plastic and dark on bare metal; sometimes two. */
  private Assembly scratch() {
    double angle = random.nextDouble(180);
    double length = 40 + random.nextDouble(60);
    double w = assembly.body().width() * 0.3;
    double h = assembly.body().height() * 0.3;
    double cx = 128 + random.nextDouble(-w, w);
    double cy = 128 + random.nextDouble(-h, h);
    double dx = StrictMath.cos(StrictMath.toRadians(angle)) * length / 2;
    double dy = StrictMath.sin(StrictMath.toRadians(angle)) * length / 2;
    double bow = random.nextDouble(-6, 6);
    drawn.put("length", Defects.number(length));
    List<Layer> out = new ArrayList<>();
    int lines = 1 + random.nextInt(2);
    boolean bright = top().red() > 0.3;
    double tone = bright ? 0.1 + random.nextDouble(0.12) : 0.32 + random.nextDouble(0.3);
    for (int i = 0; i < lines; i++) {
      double off = i * (3 + random.nextDouble(3));
      Shape line =
          Shape.polyline(
              0.9 + random.nextDouble(0.8),
              cx - dx + off,
              cy - dy,
              cx + off - dy * bow / length,
              cy + dx * bow / length,
              cx + dx + off,
              cy + dy);
      out.add(
          new Layer(
              Role.DEFECT,
              i,
              line,
              Material.matt(tone, tone, tone).withGloss(0.35),
              Relief.pit(0.5, 1),
              0.85));
    }
    return assembly.adding(out);
  }

  /** A curved hair across the part. */
  private Assembly fibre() {
    int steps = 10;
    double[] points = new double[2 * (steps + 1)];
    double x = 128 + random.nextDouble(-70, 70);
    double y = 128 + random.nextDouble(-70, 70);
    double heading = random.nextDouble(360);
    double turn = random.nextDouble(-26, 26);
    double step = 7 + random.nextDouble(6);
    for (int i = 0; i <= steps; i++) {
      points[2 * i] = x;
      points[2 * i + 1] = y;
      x = Math.max(4, Math.min(252, x + step * StrictMath.cos(StrictMath.toRadians(heading))));
      y = Math.max(4, Math.min(252, y + step * StrictMath.sin(StrictMath.toRadians(heading))));
      heading += turn + random.nextDouble(-14, 14);
    }
    double[][] colours = {{0.7, 0.68, 0.62}, {0.1, 0.12, 0.3}, {0.4, 0.08, 0.07}, {0.5, 0.5, 0.52}};
    double[] c = colours[random.nextInt(colours.length)];
    drawn.put("length", Defects.number(step * steps));
    return assembly.adding(
        List.of(
            new Layer(
                Role.DEFECT,
                0,
                Shape.polyline(1.5 + random.nextDouble(), points),
                Material.matt(c[0], c[1], c[2]),
                Relief.film(2.2),
                0.92)));
  }

  /** A glossy yellowish film around a joint. */
  private Assembly flux() {
    Joint j = assembly.joints().get(random.nextInt(assembly.joints().size()));
    double reach = 17 + random.nextDouble(14);
    drawn.put("radius", Defects.number(reach));
    Material film = new Material(0.42f, 0.30f, 0.09f, 0.5f, 0.35f, 6f, 0.05f);
    return assembly.adding(
        List.of(
            new Layer(
                Role.DEFECT,
                0,
                Shape.blob(
                    j.x() + j.outX() * j.length() * 0.3,
                    j.y() + j.outY() * j.length() * 0.3,
                    reach,
                    0.45,
                    random.nextLong()),
                film,
                Relief.film(0.5),
                0.34 + random.nextDouble(0.22))));
  }

  /** What the body's upper side is made of. */
  private Material top() {
    return assembly.layers().stream()
        .filter(l -> l.role() == Role.BODY)
        .reduce((lower, upper) -> upper)
        .orElseThrow()
        .material();
  }

  private Assembly dust() {
    double cx = 128 + random.nextDouble(-60, 60);
    double cy = 128 + random.nextDouble(-60, 60);
    double spread = 16 + random.nextDouble(22);
    int grains = 12 + random.nextInt(18);
    drawn.put("grains", "" + grains);
    List<Layer> out = new ArrayList<>();
    for (int i = 0; i < grains; i++) {
      double tone = 0.4 + random.nextDouble(0.3);
      out.add(
          new Layer(
              Role.DEFECT,
              i,
              Shape.blob(
                  cx + (random.nextDouble() + random.nextDouble() - 1) * spread,
                  cy + (random.nextDouble() + random.nextDouble() - 1) * spread,
                  0.8 + random.nextDouble(1.4),
                  0.5,
                  random.nextLong()),
              Material.matt(tone, tone * 0.97, tone * 0.9),
              Relief.film(1.2),
              0.9));
    }
    return assembly.adding(out);
  }

  /** A dull, dark patch on part or board. */
  private Assembly stain() {
    double radius = 14 + random.nextDouble(16);
    double w = assembly.body().width() * 0.45;
    double h = assembly.body().height() * 0.45;
    drawn.put("radius", Defects.number(radius));
    double tone = 0.05 + random.nextDouble(0.1);
    return assembly.adding(
        List.of(
            new Layer(
                Role.DEFECT,
                0,
                Shape.blob(
                    128 + random.nextDouble(-w, w),
                    128 + random.nextDouble(-h, h),
                    radius,
                    0.4,
                    random.nextLong()),
                new Material(
                    (float) (tone * 1.5), (float) (tone * 1.2), (float) tone, 0.04f, 0.5f, 7f, 0f),
                Relief.film(0),
                0.45 + random.nextDouble(0.2))));
  }
}
