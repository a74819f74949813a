package org.madenet.core.testing;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.madenet.core.backbone.Backbone;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Weights and images by formula, the same numbers as tools/make_backbone_fixtures.py makes: element
 * i of tensor {@code name} is the upper 24 bits of splitmix64(fnv1a64(name) + (i + 1) *
 * 0x9E3779B97F4A7C15), divided by 2^24, then scaled.
 */
public final class FormulaTensors {

  private FormulaTensors() {}

  /** All tensors of a backbone up to some taps. */
  public static Map<String, INDArray> of(Backbone backbone, List<String> taps) {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    backbone.tensors(taps).forEach((name, shape) -> tensors.put(name, tensor(name, shape)));
    return tensors;
  }

  /** An image batch in [0,1). */
  public static INDArray image(long... shape) {
    double[] u = uniform("image", (int) (shape[0] * shape[1] * shape[2] * shape[3]));
    float[] values = new float[u.length];
    for (int i = 0; i < u.length; i++) {
      values[i] = (float) u[i];
    }
    return Nd4j.create(values, shape, 'c');
  }

  /** A smooth image with an edge and a grating, [1,3,size,size] in [0,1], in whole 255ths. */
  public static INDArray picture(int size) {
    float[] values = new float[3 * size * size];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int dx = x - size / 3;
        int dy = y - size / 2;
        int radius = size / 5;
        int red = x * 255 / (size - 1);
        int green = dx * dx + dy * dy < radius * radius ? 220 : 40;
        int blue = (x / 8 + y / 16) % 2 * 160 + y * 64 / size;
        int i = y * size + x;
        values[i] = red / 255f;
        values[size * size + i] = green / 255f;
        values[2 * size * size + i] = blue / 255f;
      }
    }
    return Nd4j.create(values, new long[] {1, 3, size, size}, 'c');
  }

  /**
   * One tensor: with four axes He-uniform weights, otherwise around 1 for {@code .weight} and
   * {@code .running_var}, around 0 for all else.
   */
  public static INDArray tensor(String name, List<Long> shape) {
    int count = shape.stream().mapToInt(Long::intValue).reduce(1, Math::multiplyExact);
    double[] u = uniform(name, count);
    float[] values = new float[count];
    if (shape.size() == 4) {
      double bound = Math.sqrt(6.0 / (shape.get(1) * shape.get(2) * shape.get(3)));
      for (int i = 0; i < count; i++) {
        values[i] = (float) ((2 * u[i] - 1) * bound);
      }
    } else {
      boolean positive = name.endsWith(".weight") || name.endsWith(".running_var");
      for (int i = 0; i < count; i++) {
        values[i] = (float) (positive ? 0.5 + u[i] : 0.4 * (u[i] - 0.5));
      }
    }
    return Nd4j.create(values, shape.stream().mapToLong(Long::longValue).toArray(), 'c');
  }

  private static double[] uniform(String name, int count) {
    long state = 0xCBF29CE484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      state = (state ^ (b & 0xff)) * 0x100000001B3L;
    }
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      state += 0x9E3779B97F4A7C15L;
      long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
      z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
      values[i] = ((z ^ z >>> 31) >>> 40) / 0x1p24;
    }
    return values;
  }
}
