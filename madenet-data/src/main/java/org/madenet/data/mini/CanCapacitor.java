package org.madenet.data.mini;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.madenet.data.mini.Assembly.Body;
import org.madenet.data.mini.Assembly.Joint;
import org.madenet.data.mini.Layer.Role;

/**
 * Aluminium electrolytic capacitor: a round can on a plastic base, a black mark on its negative
 * side.
 */
record CanCapacitor() implements PartModel {

  @Override
  public Assembly build(SplittableRandom r) {
    Board board = Board.draw(r);
    double side = 150 + r.nextDouble(18);
    double radius = side * 0.46;
    double top = 40 + r.nextDouble(10);
    List<Joint> joints =
        List.of(
            new Joint(128 - side / 2, 128, -1, 0, 40, 22),
            new Joint(128 + side / 2, 128, 1, 0, 40, 22));
    List<Layer> layers = new ArrayList<>(board.layers(r, side + 30, side));
    layers.addAll(Parts.soldered(joints, board, r, 4));
    for (int i = 0; i < 2; i++) {
      double out = i == 0 ? -1 : 1;
      layers.add(
          new Layer(
              Role.LEAD,
              i,
              Shape.box(128 + out * (side / 2 + 3), 128, 16, 12, 1),
              Parts.tin(r),
              Relief.block(3.5, 1)));
    }
    double v = 0.03 + r.nextDouble(0.05);
    // Two corners of the base are cut on the positive side.
    Shape base = Shape.box(128, 128, side, side, 4);
    double cut = side * 0.2;
    Shape corners =
        Shape.box(0, 0, cut, cut, 0)
            .moved(Pose.turn(45, 0, 0).then(Pose.shift(128 + side / 2, 128 - side / 2)))
            .union(
                Shape.box(0, 0, cut, cut, 0)
                    .moved(Pose.turn(45, 0, 0).then(Pose.shift(128 + side / 2, 128 + side / 2))));
    layers.add(
        new Layer(Role.BODY, 0, base.minus(corners), Material.matt(v, v, v), Relief.block(7, 2)));
    Material aluminium =
        Material.metal(0.6, 0.61, 0.63)
            .times(0.85 + r.nextDouble(0.25))
            .withGrain(0.08, 1.2)
            .withGloss(0.4 + r.nextDouble(0.25));
    Shape can = Shape.circle(128, 128, radius);
    layers.add(new Layer(Role.BODY, 1, can, aluminium, Relief.block(top, 7)));
    Shape mark = can.grown(-5).and(Shape.box(128 - radius, 128, radius * 0.95, 260, 0));
    layers.add(
        new Layer(Role.POLARITY, 0, mark, Material.matt(0.035, 0.035, 0.045), Relief.film(0.05)));
    layers.addAll(
        Parts.marking(r, 128 + radius * 0.22, 128, radius * 1.05, radius * 0.95, dark(r)));
    return new Assembly(layers, joints, new Body(side, side, top));
  }

  private static Material dark(SplittableRandom r) {
    double v = 0.05 + r.nextDouble(0.06);
    return Material.matt(v, v, v);
  }
}
