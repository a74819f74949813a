package org.madenet.data.mini;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.madenet.data.manudefect.AnomalyType;
import org.madenet.data.mini.Assembly.Joint;
import org.madenet.data.mini.Layer.Role;

/** How a part can sit wrongly. */
record MountingDefects(Assembly assembly, SplittableRandom random, Map<String, String> drawn) {

  Assembly apply(AnomalyType type) {
    return switch (type) {
      case MISSING_PART -> missing();
      case SHIFT -> shift();
      case ROTATION -> rotation();
      case TOMBSTONE -> tombstone();
      case SIDE_MOUNT -> sideMount();
      case FLIPPED -> flipped();
      case WRONG_POLARITY -> turned(180);
      case LIFTED_LEAD -> liftedLead();
      case BENT_LEAD -> bentLead();
      default -> throw new IllegalArgumentException(type + " is not a mounting defect");
    };
  }

  private Assembly missing() {
    List<Integer> balls = indices(Role.BALL);
    if (!balls.isEmpty()) {
      int ball = balls.get(random.nextInt(balls.size()));
      drawn.put("ball", "" + ball);
      return assembly.without(l -> l.role() == Role.BALL && l.index() == ball);
    }
    // Without a part the paste melts into flat pillows on the pads.
    return assembly
        .without(l -> l.role().onPart())
        .mapping(l -> l.role() == Role.SOLDER, l -> l.with(Relief.dome(0.4, 5, 12)));
  }

  private Assembly shift() {
    double angle = random.nextDouble(360);
    double distance = 9 + random.nextDouble(14);
    drawn.put("distance", Defects.number(distance));
    drawn.put("direction", Defects.number(angle));
    double radians = StrictMath.toRadians(angle);
    return assembly.movingPart(
        Pose.shift(distance * StrictMath.cos(radians), distance * StrictMath.sin(radians)));
  }

  private Assembly rotation() {
    double angle = (6 + random.nextDouble(12)) * (random.nextBoolean() ? 1 : -1);
    drawn.put("degrees", Defects.number(angle));
    return turned(angle);
  }

  /** Turned about its own centre: half a turn leaves the body's outline where it is. */
  private Assembly turned(double degrees) {
    Shape.Bounds b = first(Role.BODY).shape().bounds();
    return assembly.movingPart(Pose.turn(degrees, (b.x0() + b.x1()) / 2, (b.y0() + b.y1()) / 2));
  }

  /** The part stands on one terminal: its end face is all that is seen from above. */
  private Assembly tombstone() {
    int end = random.nextInt(2);
    drawn.put("end", end == 0 ? "left" : "right");
    Joint joint = assembly.joints().get(end);
    double thick = Math.min(assembly.body().top() * 1.7, assembly.body().height() * 0.6);
    Material metal = first(Role.TERMINAL).material();
    double x = joint.x() - joint.outX() * (joint.length() * 0.2 - random.nextDouble(4));
    Pose lean = Pose.turn(random.nextDouble(-4, 4), x, 128);
    List<Layer> standing = new ArrayList<>();
    standing.add(
        new Layer(
            Role.BODY,
            0,
            Shape.box(
                    x - joint.outX() * thick * 0.35,
                    128,
                    thick,
                    assembly.body().height() * 0.97,
                    1.5)
                .moved(lean),
            first(Role.BODY).material(),
            Relief.block(assembly.body().width() * 0.5, 3)));
    standing.add(
        new Layer(
            Role.TERMINAL,
            0,
            Shape.box(x, 128, thick, assembly.body().height(), 2.5).moved(lean),
            metal,
            Relief.block(assembly.body().width() * 0.55, 3)));
    return assembly
        .without(l -> l.role().onPart())
        .mapping(
            l -> l.role() == Role.SOLDER && l.index() != end, l -> l.with(Relief.dome(0.4, 4, 12)))
        .adding(standing);
  }

  /** The part lies on its side: narrower and taller, its marking out of sight. */
  private Assembly sideMount() {
    double ratio =
        Math.max(0.42, Math.min(0.72, assembly.body().top() * 2.3 / assembly.body().height()));
    drawn.put("ratio", Defects.number(ratio));
    double h = assembly.body().height();
    double w = assembly.body().width();
    Shape window = Shape.box(128, 128, w + 12, h * ratio, 1);
    double lift = h * 0.75;
    return assembly
        .without(l -> l.role() == Role.MARKING || (l.role() == Role.BODY && l.index() > 0))
        .mapping(
            l -> l.role() == Role.BODY || l.role() == Role.TERMINAL,
            l ->
                l.with(l.shape().and(window))
                    .with(l.material().times(l.role() == Role.BODY ? 1.25 : 1))
                    .with(Relief.block(l.role() == Role.BODY ? lift : lift + 0.6, 2.5)));
  }

  /** Upside down: no marking, the other side's colour. */
  private Assembly flipped() {
    boolean chip = !indices(Role.TERMINAL).isEmpty();
    Assembly bare =
        assembly.without(
            l ->
                l.role() == Role.MARKING
                    || l.role() == Role.POLARITY
                    || (l.role() == Role.BODY && l.index() > 0));
    if (chip) {
      Material ceramic = Material.matt(0.66, 0.64, 0.6).withGloss(0.1);
      return bare.mapping(l -> l.role() == Role.BODY, l -> l.with(ceramic));
    }
    // The leads now point up: their feet stand higher than the body's lower face.
    double w = assembly.body().width();
    double h = assembly.body().height();
    Layer mould =
        new Layer(
            Role.MARKING,
            0,
            Shape.circle(128 - w * 0.2, 128, Math.min(w, h) * 0.13),
            first(Role.BODY).material().times(1.5),
            Relief.pit(1.2, 3));
    return bare.mapping(
            l -> l.role() == Role.LEAD,
            l -> l.with(Relief.block(15, 2)).with(l.material().times(1.12)))
        .mapping(
            l -> l.role() == Role.BODY,
            l -> l.with(l.material().times(1.45)).with(Relief.block(assembly.body().top(), 7)))
        .adding(List.of(mould));
  }

  private Assembly liftedLead() {
    int lead = someLead();
    drawn.put("lead", "" + lead);
    Joint j = assembly.joints().get(lead);
    double inward = j.length() * (0.14 + random.nextDouble(0.12));
    Material dark = first(Role.LEAD).material().times(0.8).withGloss(0.95);
    return assembly
        .mapping(
            l -> l.role() == Role.SOLDER && l.index() == lead,
            l -> l.with(Relief.dome(0.4, 4.6, 7)))
        .mapping(
            l -> l.role() == Role.LEAD && l.index() == lead,
            l ->
                l.moved(Pose.shift(-j.outX() * inward, -j.outY() * inward))
                    .with(dark)
                    .with(Relief.block(13 + random.nextDouble(5), 2)));
  }

  private Assembly bentLead() {
    int lead = someLead();
    double angle = (11 + random.nextDouble(12)) * (random.nextBoolean() ? 1 : -1);
    drawn.put("lead", "" + lead);
    drawn.put("degrees", Defects.number(angle));
    Joint j = assembly.joints().get(lead);
    double rootX = j.x() - j.outX() * j.length() * 0.75;
    double rootY = j.y() - j.outY() * j.length() * 0.75;
    return assembly.mapping(
        l -> l.role() == Role.LEAD && l.index() == lead,
        l -> l.moved(Pose.turn(angle, rootX, rootY)));
  }

  /** A lead with a joint of its own (the short middle lead of a DPAK has none). */
  private int someLead() {
    List<Integer> leads =
        indices(Role.LEAD).stream().filter(i -> assembly.joints().get(i).width() < 45).toList();
    return leads.get(random.nextInt(leads.size()));
  }

  private List<Integer> indices(Role role) {
    return assembly.layers().stream().filter(l -> l.role() == role).map(Layer::index).toList();
  }

  private Layer first(Role role) {
    return assembly.layers().stream().filter(l -> l.role() == role).findFirst().orElseThrow();
  }
}
