package org.madenet.data.mini;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.madenet.data.mini.Assembly.Body;
import org.madenet.data.mini.Assembly.Joint;
import org.madenet.data.mini.Layer.Role;

/** Quad flat package without leads: terminals flush with the edges, fillets beside them. */
record LeadlessQuad() implements PartModel {

  @Override
  public Assembly build(SplittableRandom r) {
    Board board = Board.draw(r);
    int perSide = 5 + r.nextInt(4);
    double side = 150 + r.nextDouble(14);
    double pitch = side * 0.84 / perSide;
    double width = pitch * 0.52;
    double padLength = 24 + r.nextDouble(6);
    List<Joint> joints = new ArrayList<>();
    for (int edge = 0; edge < 4; edge++) {
      for (int i = 0; i < perSide; i++) {
        double along = (i - (perSide - 1) / 2.0) * pitch;
        double out = side / 2 + padLength / 2 - 9;
        joints.add(
            switch (edge) {
              case 0 -> new Joint(128 + along, 128 - out, 0, -1, padLength, width);
              case 1 -> new Joint(128 + out, 128 + along, 1, 0, padLength, width);
              case 2 -> new Joint(128 + along, 128 + out, 0, 1, padLength, width);
              default -> new Joint(128 - out, 128 + along, -1, 0, padLength, width);
            });
      }
    }
    List<Layer> layers = new ArrayList<>(board.layers(r, side + 30, side + 30));
    layers.addAll(Parts.soldered(joints, board, r, 4.5));
    Material tin = Parts.tin(r);
    for (int i = 0; i < joints.size(); i++) {
      Joint j = joints.get(i);
      double back = padLength / 2 - 9.5;
      layers.add(
          new Layer(
              Role.LEAD,
              i,
              Shape.box(0, 0, 6, width, 0.8)
                  .moved(
                      new Pose(
                          j.outX(), j.outY(), j.x() - j.outX() * back, j.y() - j.outY() * back)),
              tin.times(0.85),
              Relief.block(6, 1.5)));
    }
    double top = 13 + r.nextDouble(4);
    layers.add(
        new Layer(
            Role.BODY,
            0,
            Shape.box(128, 128, side, side, 1.5),
            Parts.plastic(r),
            Relief.block(top, 1.2)));
    double corner = side / 2 - 15;
    layers.add(
        new Layer(
            Role.POLARITY,
            0,
            Shape.circle(128 - corner, 128 - corner, 6 + r.nextDouble(2)),
            Parts.ink(r),
            Relief.pit(0.8, 3)));
    layers.addAll(Parts.marking(r, 128 + 4, 128 + 8, side * 0.72, side * 0.55, Parts.ink(r)));
    return new Assembly(layers, joints, new Body(side, side, top));
  }
}
