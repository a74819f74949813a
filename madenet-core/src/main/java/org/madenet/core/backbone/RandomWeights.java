package org.madenet.core.backbone;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** He-normal convolutions, N(0, 2 / (out * kernel * kernel / groups)); identity normalisation. */
record RandomWeights(long seed) implements BackboneWeights {

  @Override
  public BackboneTensors load(Backbone backbone, Collection<String> taps) {
    Topology topology = backbone.topology();
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Node node : topology.upTo(backbone.nodesOf(taps))) {
      if (node instanceof Node.Conv conv) {
        String name = conv.name() + ".weight";
        values.put(name, convolution(name, conv, topology.weightShape(conv)));
        for (BatchNormTensor tensor : BatchNormTensor.values()) {
          float[] constant = new float[conv.out()];
          Arrays.fill(constant, tensor.identity());
          values.put(tensor.name(conv.norm()), constant);
        }
      }
    }
    return BackboneTensors.of(values);
  }

  private float[] convolution(String name, Node.Conv conv, List<Long> shape) {
    // A generator per tensor, so that a tensor does not depend on which others are built.
    SplittableRandom random = new SplittableRandom(seed * 31 + name.hashCode());
    double fanOut = (double) conv.out() / conv.groups() * conv.kernel() * conv.kernel();
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
