package org.madenet.core.backbone;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.madenet.core.nn.ConvSpec;

/**
 * He-normal convolutions, N(0, 2 / (out * kernel * kernel / groups)); identity normalisation, no
 * bias.
 */
record RandomWeights(long seed) implements BackboneWeights {

  @Override
  public BackboneTensors load(Backbone backbone, Collection<String> taps) {
    Topology topology = backbone.topology();
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Node.Conv conv : topology.convolutions(backbone.nodesOf(taps))) {
      values.put(conv.weight(), convolution(conv, topology.weightShape(conv)));
      for (Node.Vector vector : conv.vectors()) {
        float[] constant = new float[conv.spec().out()];
        Arrays.fill(constant, vector.start());
        values.put(vector.tensor(), constant);
      }
    }
    return new BackboneTensors(backbone, taps, values);
  }

  private float[] convolution(Node.Conv conv, List<Long> shape) {
    // A generator per tensor, so that a tensor does not depend on which others are built.
    SplittableRandom random = new SplittableRandom(seed * 31 + conv.weight().hashCode());
    ConvSpec spec = conv.spec();
    double fanOut = (double) spec.out() / spec.groups() * spec.kernel() * spec.kernel();
    double deviation = Math.sqrt(2 / fanOut);
    float[] values = new float[Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  @Override
  public String description() {
    return "random (seed " + seed + ")";
  }
}
