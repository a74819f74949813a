package org.madenet.data.mini;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A part on its board.
 *
 * @param layers from the board upwards
 * @param joints where the part is soldered; layers of a joint carry its number as their index
 * @param body the part's outline
 */
record Assembly(List<Layer> layers, List<Joint> joints, Body body) {

  Assembly {
    layers = List.copyOf(layers);
    joints = List.copyOf(joints);
  }

  /**
   * A solder joint.
   *
   * @param x centre of the pad
   * @param y centre of the pad
   * @param outX direction away from the part
   * @param outY direction away from the part
   * @param length of the pad along that direction
   * @param width of the pad across it
   */
  record Joint(double x, double y, double outX, double outY, double length, double width) {}

  /**
   * The outline of the part's body.
   *
   * @param width along x
   * @param height along y
   * @param top height above the board
   */
  record Body(double width, double height, double top) {}

  Assembly withLayers(List<Layer> other) {
    return new Assembly(other, joints, body);
  }

  /** Changes the layers that fit the condition. */
  Assembly mapping(Predicate<Layer> which, UnaryOperator<Layer> change) {
    List<Layer> out = new ArrayList<>(layers.size());
    for (Layer layer : layers) {
      out.add(which.test(layer) ? change.apply(layer) : layer);
    }
    return withLayers(out);
  }

  Assembly without(Predicate<Layer> which) {
    return withLayers(layers.stream().filter(which.negate()).toList());
  }

  /** Adds layers on top. */
  Assembly adding(List<Layer> more) {
    List<Layer> out = new ArrayList<>(layers);
    out.addAll(more);
    return withLayers(out);
  }

  /** Moves the part, not the board. */
  Assembly movingPart(Pose pose) {
    return mapping(layer -> layer.role().onPart(), layer -> layer.moved(pose));
  }
}
