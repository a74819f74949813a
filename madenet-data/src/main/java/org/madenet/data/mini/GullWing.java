package org.madenet.data.mini;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.madenet.data.mini.Assembly.Body;
import org.madenet.data.mini.Assembly.Joint;
import org.madenet.data.mini.Layer.Role;

/** Moulded packages whose leads come out of the sides and bend down to the board. */
record GullWing(Kind kind) implements PartModel {

  enum Kind {
    QFP,
    SOIC,
    SOT,
    SOD
  }

  /** Where a lead leaves the body. */
  private record Exit(double x, double y, double outX, double outY) {}

  /** Sizes of a package, in pixels of a 256 pixel image, and where its leads are. */
  private record Outline(
      double width, double height, double leadWidth, double leadLength, List<Exit> exits) {}

  private Outline outline(SplittableRandom r) {
    return switch (kind) {
      case QFP -> leadsOnFourSides(r);
      case SOIC -> leadsOnTwoSides(r);
      case SOT -> threeLeads(r);
      case SOD -> twoLeads(r);
    };
  }

  private static Outline leadsOnFourSides(SplittableRandom r) {
    int n = 7 + r.nextInt(4);
    double side = 136 + r.nextDouble(10);
    double pitch = side * 0.88 / n;
    double leadLength = 30 + r.nextDouble(6);
    List<Exit> exits = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double along = (i - (n - 1) / 2.0) * pitch;
      exits.add(new Exit(128 + along, 128 - side / 2, 0, -1));
      exits.add(new Exit(128 + side / 2, 128 + along, 1, 0));
      exits.add(new Exit(128 + along, 128 + side / 2, 0, 1));
      exits.add(new Exit(128 - side / 2, 128 + along, -1, 0));
    }
    exits.sort(Comparator.comparing(e -> e.outX() * 2 + e.outY()));
    return new Outline(side, side, pitch * 0.45, leadLength, exits);
  }

  private static Outline leadsOnTwoSides(SplittableRandom r) {
    int n = r.nextBoolean() ? 4 : 7;
    double w = n == 4 ? 140 + r.nextDouble(10) : 190 + r.nextDouble(10);
    double h = 98 + r.nextDouble(8);
    double pitch = w * 0.9 / n;
    double leadLength = 34 + r.nextDouble(6);
    List<Exit> exits = new ArrayList<>();
    for (int side = -1; side <= 1; side += 2) {
      for (int i = 0; i < n; i++) {
        exits.add(new Exit(128 + (i - (n - 1) / 2.0) * pitch, 128 + side * h / 2, 0, side));
      }
    }
    return new Outline(w, h, Math.min(pitch * 0.42, 14), leadLength, exits);
  }

  private static Outline threeLeads(SplittableRandom r) {
    double w = 138 + r.nextDouble(10);
    double h = 68 + r.nextDouble(8);
    double leadWidth = 22 + r.nextDouble(3);
    double leadLength = 34 + r.nextDouble(5);
    List<Exit> exits =
        List.of(
            new Exit(128, 128 - h / 2, 0, -1),
            new Exit(128 - w * 0.33, 128 + h / 2, 0, 1),
            new Exit(128 + w * 0.33, 128 + h / 2, 0, 1));
    return new Outline(w, h, leadWidth, leadLength, exits);
  }

  private static Outline twoLeads(SplittableRandom r) {
    double w = 126 + r.nextDouble(12);
    double h = 74 + r.nextDouble(10);
    double leadWidth = 26 + r.nextDouble(5);
    double leadLength = 28 + r.nextDouble(5);
    List<Exit> exits = List.of(new Exit(128 - w / 2, 128, -1, 0), new Exit(128 + w / 2, 128, 1, 0));
    return new Outline(w, h, leadWidth, leadLength, exits);
  }

  @Override
  public Assembly build(SplittableRandom r) {
    Board board = Board.draw(r);
    Outline outline = outline(r);
    double w = outline.width();
    double h = outline.height();
    double leadWidth = outline.leadWidth();
    double leadLength = outline.leadLength();
    List<Exit> exits = outline.exits();
    double padLength = leadLength * 0.72 + 9;
    List<Joint> joints = new ArrayList<>();
    for (Exit e : exits) {
      double out = leadLength * 0.72;
      joints.add(
          new Joint(
              e.x() + e.outX() * out,
              e.y() + e.outY() * out,
              e.outX(),
              e.outY(),
              padLength,
              leadWidth * 1.35));
    }
    List<Layer> layers = new ArrayList<>(board.layers(r, w + 2 * leadLength, h + 2 * leadLength));
    layers.addAll(Parts.soldered(joints, board, r, 3.4));
    Material tin = Parts.tin(r);
    for (int i = 0; i < exits.size(); i++) {
      layers.add(lead(i, exits.get(i), leadLength, leadWidth, tin));
    }
    double top = 17 + r.nextDouble(6);
    layers.add(
        new Layer(
            Role.BODY, 0, Shape.box(128, 128, w, h, 2), Parts.plastic(r), Relief.block(top, 4)));
    polarity(layers, r, w, h);
    double shift = kind == Kind.SOD ? 9 : 0;
    layers.addAll(
        Parts.marking(
            r, 128 + shift, 128 + 2, w * 0.66, h * (kind == Kind.QFP ? 0.5 : 0.55), Parts.ink(r)));
    return new Assembly(layers, joints, new Body(w, h, top));
  }

  /** A flat strip from the body to the middle of the pad. */
  private static Layer lead(int index, Exit e, double length, double width, Material tin) {
    Pose place = new Pose(e.outX(), e.outY(), e.x(), e.y());
    Shape shape = Shape.box(length / 2 - 3, 0, length + 6, width, 1).moved(place);
    return new Layer(Role.LEAD, index, shape, tin, Relief.block(5.2, 1.6));
  }

  private void polarity(List<Layer> layers, SplittableRandom r, double w, double h) {
    switch (kind) {
      case QFP, SOIC ->
          layers.add(
              new Layer(
                  Role.POLARITY,
                  0,
                  Shape.circle(128 - w / 2 + 15, 128 + h / 2 - 15, 5.5 + r.nextDouble(2)),
                  Parts.plastic(r).times(2.6),
                  Relief.pit(1.6, 4)));
      case SOD ->
          layers.add(
              new Layer(
                  Role.POLARITY,
                  0,
                  Shape.box(128 - w / 2 + 15, 128, 13, h - 1, 0.5),
                  Parts.ink(r),
                  Relief.film(0.05)));
      default -> {
        // A transistor's three leads show how it sits.
      }
    }
  }
}
