package org.madenet.data.mini;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.madenet.data.manudefect.AnomalyType;
import org.madenet.data.mini.Assembly.Joint;
import org.madenet.data.mini.Layer.Role;

/** What can be wrong with solder. */
record SolderDefects(Assembly assembly, SplittableRandom random, Map<String, String> drawn) {

  Assembly apply(AnomalyType type) {
    return switch (type) {
      case INSUFFICIENT_SOLDER -> insufficient();
      case EXCESS_SOLDER -> excess();
      case BRIDGE -> bridge();
      case COLD_JOINT -> coldJoint();
      case SOLDER_BALL -> solderBalls();
      case VOID -> hole();
      default -> throw new IllegalArgumentException(type + " is not a solder defect");
    };
  }

  /** Less of it, as bright as ever: a thin film wets the pad around it. */
  private Assembly insufficient() {
    int joint = someJoint();
    double left = 0.3 + random.nextDouble(0.3);
    drawn.put("joint", "" + joint);
    drawn.put("volume", Defects.number(left));
    Joint j = assembly.joints().get(joint);
    if (balls()) {
      double radius = j.width() / 2 * (0.45 + 0.5 * left);
      return assembly.mapping(
          l -> l.role() == Role.BALL && l.index() == joint,
          l -> l.with(Shape.circle(j.x(), j.y(), radius)).with(Relief.dome(6.3, radius, radius)));
    }
    double shrink = Math.min(j.length(), j.width()) * 0.5 * (1 - left) * 0.75;
    double back = j.length() * 0.28 * (1 - left);
    Shape small =
        Parts.solderShape(j, -1 - shrink, 0.4)
            .moved(Pose.shift(-j.outX() * back, -j.outY() * back));
    Material solder = solder();
    return assembly
        .mapping(
            l -> l.role() == Role.PAD && l.index() == joint,
            l -> l.with(l.material().mixed(solder, 0.65)))
        .mapping(
            l -> l.role() == Role.SOLDER && l.index() == joint,
            l -> l.with(small).with(Relief.dome(0.4, 1.4, 5)));
  }

  private Assembly excess() {
    int joint = someJoint();
    Joint j = assembly.joints().get(joint);
    double grow = Math.min(j.length(), j.width()) * (0.1 + random.nextDouble(0.12));
    drawn.put("joint", "" + joint);
    drawn.put("growth", Defects.number(grow));
    Layer bulge =
        new Layer(
            Role.DEFECT,
            joint,
            balls()
                ? Shape.circle(j.x(), j.y(), j.width() / 2 + grow)
                : Parts.solderShape(j, grow + 1, 0.7)
                    .moved(Pose.shift(j.outX() * grow * 0.6, j.outY() * grow * 0.6)),
            solder(),
            Relief.dome(
                balls() ? 6.3 : 0.4,
                balls() ? j.width() / 2 + grow : 9 + grow,
                Math.min(j.length(), j.width()) / 2 + grow));
    return insertAbovePads(bulge, balls() ? Role.BALL : Role.LEAD);
  }

  private Assembly bridge() {
    List<int[]> pairs = new ArrayList<>();
    List<Joint> joints = assembly.joints();
    double nearest = Double.POSITIVE_INFINITY;
    for (int a = 0; a < joints.size(); a++) {
      for (int b = a + 1; b < joints.size(); b++) {
        nearest = Math.min(nearest, distance(joints.get(a), joints.get(b)));
      }
    }
    for (int a = 0; a < joints.size(); a++) {
      for (int b = a + 1; b < joints.size(); b++) {
        if (distance(joints.get(a), joints.get(b)) < nearest * 1.05) {
          pairs.add(new int[] {a, b});
        }
      }
    }
    int[] pair = pairs.get(random.nextInt(pairs.size()));
    Joint a = joints.get(pair[0]);
    Joint b = joints.get(pair[1]);
    drawn.put("joints", pair[0] + " " + pair[1]);
    double thick = Math.min(a.width(), a.length()) * (0.5 + random.nextDouble(0.4));
    double along = balls() ? 0 : a.length() * random.nextDouble(-0.1, 0.3);
    Layer bridge =
        new Layer(
            Role.DEFECT,
            0,
            Shape.stroke(
                a.x() + a.outX() * along,
                a.y() + a.outY() * along,
                b.x() + b.outX() * along,
                b.y() + b.outY() * along,
                thick),
            solder(),
            Relief.dome(balls() ? 6.3 : 0.4, balls() ? thick * 0.45 : 4.5, thick / 2));
    return balls() ? assembly.adding(List.of(bridge)) : insertAbovePads(bridge, Role.LEAD);
  }

  /** The right amount, but dull and grainy. */
  private Assembly coldJoint() {
    int joint = someJoint();
    drawn.put("joint", "" + joint);
    double tone = 0.55 + random.nextDouble(0.15);
    double rough = 0.3 + random.nextDouble(0.3);
    return assembly.mapping(
        l -> l.role() == Role.SOLDER && l.index() == joint,
        l ->
            l.with(
                l.material().times(tone).withGloss(0.22).withGrain(0.3, 2).withRoughness(rough)));
  }

  private Assembly solderBalls() {
    int count = 1 + random.nextInt(4);
    drawn.put("count", "" + count);
    List<Layer> out = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Joint j = assembly.joints().get(random.nextInt(assembly.joints().size()));
      double side = random.nextBoolean() ? 1 : -1;
      double away = j.length() / 2 + 5 + random.nextDouble(14);
      double across = side * random.nextDouble(j.width());
      double x = clamp(j.x() + j.outX() * away - j.outY() * across);
      double y = clamp(j.y() + j.outY() * away + j.outX() * across);
      double radius = 2.6 + random.nextDouble(3.4);
      out.add(
          new Layer(
              Role.DEFECT,
              i,
              Shape.circle(x, y, radius),
              solder(),
              Relief.dome(0.4, radius * 1.5, radius)));
    }
    return assembly.adding(out);
  }

  private static double clamp(double place) {
    return Math.max(9, Math.min(247, place));
  }

  private Assembly hole() {
    int joint = balls() ? someJoint() : widestJoint();
    Joint j = assembly.joints().get(joint);
    drawn.put("joint", "" + joint);
    double size = Math.min(Math.min(j.length(), j.width()), 26);
    double radius = size * (0.17 + random.nextDouble(0.12));
    double along = balls() ? 0 : j.length() * (0.2 + random.nextDouble(0.12));
    double across =
        balls()
            ? random.nextDouble(-0.1, 0.1) * j.width()
            : random.nextDouble(-0.36, 0.36) * j.width();
    Layer pit =
        new Layer(
            Role.DEFECT,
            0,
            Shape.blob(
                j.x() + j.outX() * along - j.outY() * across,
                j.y() + j.outY() * along + j.outX() * across,
                radius,
                0.25,
                random.nextLong()),
            solder().times(0.3).withGloss(0.3),
            Relief.pit(radius * 1.2, radius));
    return assembly.adding(List.of(pit));
  }

  private int widestJoint() {
    int widest = 0;
    for (int i = 1; i < assembly.joints().size(); i++) {
      Joint j = assembly.joints().get(i);
      Joint w = assembly.joints().get(widest);
      if (j.length() * j.width() > w.length() * w.width()) {
        widest = i;
      }
    }
    return widest;
  }

  private boolean balls() {
    return assembly.layers().stream().anyMatch(l -> l.role() == Role.BALL);
  }

  private int someJoint() {
    return random.nextInt(assembly.joints().size());
  }

  private Material solder() {
    return assembly.layers().stream()
        .filter(l -> l.role() == Role.SOLDER || l.role() == Role.BALL)
        .findFirst()
        .orElseThrow()
        .material();
  }

  /** Puts a layer over the solder and under the first layer of the given role. */
  private Assembly insertAbovePads(Layer layer, Role before) {
    List<Layer> out = new ArrayList<>(assembly.layers());
    int at = 0;
    while (at < out.size()
        && out.get(at).role() != before
        && out.get(at).role() != Role.TERMINAL
        && out.get(at).role() != Role.BODY) {
      at++;
    }
    if (before == Role.BALL) {
      at = out.size();
    }
    out.add(at, layer);
    return assembly.withLayers(out);
  }

  private static double distance(Joint a, Joint b) {
    double dx = a.x() - b.x();
    double dy = a.y() - b.y();
    return Math.sqrt(dx * dx + dy * dy);
  }
}
