package org.madenet.data.mini;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.madenet.data.mini.Assembly.Body;
import org.madenet.data.mini.Assembly.Joint;
import org.madenet.data.mini.Layer.Role;

/** Chips with a terminal at each end: ceramic capacitors, resistors, inductors. */
record Chip(Kind kind) implements PartModel {

  enum Kind {
    CAPACITOR,
    RESISTOR,
    INDUCTOR
  }

  @Override
  public Assembly build(SplittableRandom r) {
    Board board = Board.draw(r);
    double w =
        switch (kind) {
          case CAPACITOR -> 118 + r.nextDouble(16);
          case RESISTOR -> 124 + r.nextDouble(16);
          case INDUCTOR -> 128 + r.nextDouble(14);
        };
    double h =
        switch (kind) {
          case CAPACITOR -> w * (0.5 + r.nextDouble(0.08));
          case RESISTOR -> w * (0.48 + r.nextDouble(0.06));
          case INDUCTOR -> w * (0.8 + r.nextDouble(0.1));
        };
    double top =
        switch (kind) {
          case CAPACITOR -> 17 + r.nextDouble(5);
          case RESISTOR -> 9 + r.nextDouble(2);
          case INDUCTOR -> 20 + r.nextDouble(6);
        };
    double terminal = w * (0.17 + r.nextDouble(0.05));
    double padLength = 44 + r.nextDouble(8);
    double padX = w / 2 + 5;
    List<Joint> joints =
        List.of(
            new Joint(128 - padX, 128, -1, 0, padLength, h * 1.04),
            new Joint(128 + padX, 128, 1, 0, padLength, h * 1.04));
    List<Layer> layers = new ArrayList<>(board.layers(r, w + 50, h));
    layers.addAll(Parts.soldered(joints, board, r, 8));
    switch (kind) {
      case CAPACITOR -> {
        double f = 0.8 + r.nextDouble(0.4);
        Material ceramic =
            new Material(
                (float) (0.42 * f), (float) (0.29 * f), (float) (0.18 * f), 0.12f, 0.1f, 2f, 0.04f);
        body(layers, w, h, top, terminal, ceramic, 2.5, Parts.tin(r));
      }
      case RESISTOR -> {
        Material film =
            new Material(0.025f, 0.025f, 0.03f, 0.22f, 0.12f, 2f, 0.03f)
                .times(0.8 + r.nextDouble());
        body(layers, w, h, top, terminal, film, 1.5, Parts.tin(r));
        // The white ceramic shows beside the resistive film.
        layers.add(
            layers.size() - 2,
            new Layer(
                Role.BODY,
                1,
                Shape.box(128, 128, w - 2 * terminal, h - 0.5, 0.5)
                    .minus(Shape.box(128, 128, w, h - 7, 0)),
                Material.matt(0.72, 0.7, 0.66),
                Relief.block(top - 0.4, 1)));
        String code = "" + r.nextInt(1, 10) + r.nextInt(10) + r.nextInt(6);
        code = r.nextBoolean() ? code : code + r.nextInt(4);
        layers.add(
            new Layer(
                Role.MARKING,
                0,
                Glyphs.text(code, 128, 128, h * (code.length() > 3 ? 0.3 : 0.4), 3),
                Material.matt(0.75, 0.74, 0.7),
                Relief.film(0.05)));
      }
      case INDUCTOR -> wound(layers, r, w, h, top, terminal);
    }
    return new Assembly(layers, joints, new Body(w, h, top));
  }

  private static void body(
      List<Layer> layers,
      double w,
      double h,
      double top,
      double terminal,
      Material middle,
      double corner,
      Material metal) {
    layers.add(
        new Layer(
            Role.BODY,
            0,
            Shape.box(128, 128, w - terminal, h, corner),
            middle,
            Relief.block(top, 2.5)));
    for (int i = 0; i < 2; i++) {
      double x = 128 + (i == 0 ? -1 : 1) * (w - terminal) / 2;
      layers.add(
          new Layer(
              Role.TERMINAL,
              i,
              Shape.box(x, 128, terminal, h + 1, corner + 1),
              metal,
              Relief.block(top + 0.6, 3)));
    }
  }

  /** Either a moulded block with a code, or an open drum with visible turns. */
  private static void wound(
      List<Layer> layers, SplittableRandom r, double w, double h, double top, double terminal) {
    Material ferrite =
        new Material(0.10f, 0.10f, 0.105f, 0.1f, 0.25f, 1.5f, 0.12f).times(0.7 + r.nextDouble(0.8));
    body(layers, w, h, top, terminal, ferrite, 4, Parts.tin(r));
    if (r.nextBoolean()) {
      String code = (r.nextBoolean() ? "R" : "") + r.nextInt(1, 10) + r.nextInt(10);
      layers.add(
          new Layer(
              Role.MARKING,
              0,
              Glyphs.text(code, 128, 128, h * 0.34, 3.4),
              Parts.ink(r),
              Relief.film(0.05)));
      return;
    }
    double half = h * 0.38;
    Material copper =
        Material.metal(0.5 + r.nextDouble(0.15), 0.26, 0.12).withGloss(0.5 + r.nextDouble(0.3));
    layers.add(
        new Layer(
            Role.MARKING,
            0,
            Shape.box(128, 128, w - 2 * terminal - 6, 2 * half, 3),
            copper.times(0.35),
            Relief.block(top - 4, 1)));
    double pitch = 6.5 + r.nextDouble(2);
    int i = 1;
    for (double x = 128 - w / 2 + terminal + 8; x < 128 + w / 2 - terminal - 7; x += pitch) {
      layers.add(
          new Layer(
              Role.MARKING,
              i++,
              Shape.stroke(x, 128 - half + 3, x + 1.5, 128 + half - 3, pitch * 0.86),
              copper,
              Relief.dome(top - 4, 3.4, pitch * 0.43)));
    }
  }
}
