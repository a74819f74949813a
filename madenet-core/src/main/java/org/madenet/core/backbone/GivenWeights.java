package org.madenet.core.backbone;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Weights that somebody holds already, for instance those inside a detector's file. */
record GivenWeights(Map<String, INDArray> arrays) implements BackboneWeights {

  GivenWeights {
    arrays = Map.copyOf(arrays);
  }

  @Override
  public BackboneTensors load(Backbone backbone, Collection<String> taps) throws IOException {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Map.Entry<String, List<Long>> wanted : backbone.tensors(taps).entrySet()) {
      INDArray array = arrays.get(wanted.getKey());
      List<Long> shape = array == null ? null : Arrays.stream(array.shape()).boxed().toList();
      if (!wanted.getValue().equals(shape)) {
        throw new IOException(
            "the weights of %s need tensor '%s' of shape %s, but it is %s"
                .formatted(
                    backbone,
                    wanted.getKey(),
                    wanted.getValue(),
                    shape == null ? "missing" : shape));
      }
      values.put(wanted.getKey(), array.dup('c').data().asFloat());
    }
    return new BackboneTensors(backbone, taps, values);
  }

  @Override
  public String description() {
    return "given (" + arrays.size() + " tensors)";
  }
}
