package org.madenet.core.nn;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Checks of what a vertex is given. */
final class Shapes {

  private Shapes() {}

  static String text(List<long[]> shapes) {
    return shapes.stream().map(Arrays::toString).collect(Collectors.joining(", "));
  }

  /** All inputs of one shape. */
  static long[] equal(List<long[]> shapes) {
    long[] first = shapes.get(0);
    if (shapes.stream().anyMatch(shape -> !Arrays.equals(shape, first))) {
      throw new IllegalArgumentException("a sum needs inputs of one shape, got " + text(shapes));
    }
    return first.clone();
  }
}
