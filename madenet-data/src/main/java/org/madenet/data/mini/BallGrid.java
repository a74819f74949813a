package org.madenet.data.mini;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.madenet.data.mini.Assembly.Body;
import org.madenet.data.mini.Assembly.Joint;
import org.madenet.data.mini.Layer.Role;

/** Ball grid array, seen from the ball side, as it is inspected before placement. */
record BallGrid() implements PartModel {

  @Override
  public Assembly build(SplittableRandom r) {
    Board carrier = Board.draw(r);
    int n = 6 + r.nextInt(3);
    double side = 196 + r.nextDouble(16);
    double pitch = side * 0.86 / n;
    double radius = pitch * (0.29 + r.nextDouble(0.03));
    List<Layer> layers = new ArrayList<>();
    double tray = 0.04 + r.nextDouble(0.25);
    layers.add(
        new Layer(
            Role.BOARD,
            0,
            Shape.box(128, 128, 300, 300, 0),
            Material.matt(tray, tray, tray * 1.03).withGrain(0.1, 6),
            Relief.film(0)));
    layers.add(
        new Layer(
            Role.BODY, 0, Shape.box(128, 128, side, side, 2), carrier.mask(), Relief.block(6, 1)));
    // Pin one: a gilt corner mark.
    layers.add(
        new Layer(
            Role.POLARITY,
            0,
            Shape.circle(128 - side / 2 + 7, 128 - side / 2 + 7, 3.4),
            Material.metal(0.75, 0.58, 0.26),
            Relief.film(0.2)));
    boolean hollow = n > 6 && r.nextBoolean();
    List<Joint> joints = new ArrayList<>();
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        int fromEdge = Math.min(Math.min(row, n - 1 - row), Math.min(column, n - 1 - column));
        if (hollow && fromEdge > 1) {
          continue;
        }
        double x = 128 + (column - (n - 1) / 2.0) * pitch;
        double y = 128 + (row - (n - 1) / 2.0) * pitch;
        joints.add(new Joint(x, y, 1, 0, 2 * radius, 2 * radius));
      }
    }
    Material gilt = Material.metal(0.66, 0.5, 0.22).withGloss(0.5);
    for (int i = 0; i < joints.size(); i++) {
      Joint j = joints.get(i);
      layers.add(
          new Layer(Role.PAD, i, Shape.circle(j.x(), j.y(), radius * 0.8), gilt, Relief.film(0.3)));
    }
    for (int i = 0; i < joints.size(); i++) {
      Joint j = joints.get(i);
      double wobble = pitch * 0.012;
      double own = radius * (0.97 + r.nextDouble(0.06));
      layers.add(
          new Layer(
              Role.BALL,
              i,
              Shape.circle(
                  j.x() + r.nextDouble(-wobble, wobble),
                  j.y() + r.nextDouble(-wobble, wobble),
                  own),
              carrier.solder(),
              Relief.dome(6.3, own * 0.95, own)));
    }
    return new Assembly(layers, joints, new Body(side, side, 6));
  }
}
