package org.madenet.data.mini;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.madenet.data.mini.Assembly.Body;
import org.madenet.data.mini.Assembly.Joint;
import org.madenet.data.mini.Layer.Role;

/** Power package: a wide tab soldered on one side, two leads on the other. */
record Dpak() implements PartModel {

  @Override
  public Assembly build(SplittableRandom r) {
    Board board = Board.draw(r);
    double w = 132 + r.nextDouble(12);
    double h = 112 + r.nextDouble(8);
    double top = 22 + r.nextDouble(5);
    double bodyY = 138;
    double tabTop = bodyY - h / 2 - 24;
    double leadY = bodyY + h / 2;
    List<Joint> joints =
        List.of(
            new Joint(128, tabTop + 4, 0, -1, 52, w * 0.98),
            new Joint(128 - w * 0.34, leadY + 27, 0, 1, 42, 25),
            new Joint(128 + w * 0.34, leadY + 27, 0, 1, 42, 25));
    List<Layer> layers = new ArrayList<>(board.layers(r, w + 16, h + 120));
    layers.addAll(Parts.soldered(joints, board, r, 3.6));
    Material tin = Parts.tin(r);
    Shape tab =
        Shape.box(128, bodyY - h / 2, w * 0.84, 50, 2)
            .union(Shape.box(128, bodyY - h / 2 + 6, w * 0.94, 28, 2));
    layers.add(new Layer(Role.TERMINAL, 0, tab, tin, Relief.block(6, 1.5)));
    for (int i = 1; i < 3; i++) {
      Joint j = joints.get(i);
      layers.add(
          new Layer(
              Role.LEAD, i, Shape.box(j.x(), leadY + 14, 15, 42, 1), tin, Relief.block(5, 1.6)));
    }
    // The middle lead is cut short.
    layers.add(
        new Layer(Role.LEAD, 0, Shape.box(128, leadY + 4, 15, 14, 1), tin, Relief.block(9, 1.6)));
    layers.add(
        new Layer(
            Role.BODY, 0, Shape.box(128, bodyY, w, h, 2), Parts.plastic(r), Relief.block(top, 5)));
    layers.addAll(Parts.marking(r, 128, bodyY + 4, w * 0.74, h * 0.55, Parts.ink(r)));
    return new Assembly(layers, joints, new Body(w, h, top));
  }
}
