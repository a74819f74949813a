package org.madenet.sfad;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Values from PyTorch, made by tools/golden_sfad.py. */
final class Golden {

  private Golden() {}

  static JsonNode read(String name) {
    try (InputStream in = Golden.class.getResourceAsStream(name)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static float[] floats(JsonNode list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) list.get(i).asDouble();
    }
    return values;
  }

  static INDArray array(JsonNode list, long... shape) {
    return Nd4j.create(floats(list), shape, 'c');
  }

  /** Tensors of a network by name. */
  static Map<String, INDArray> tensors(JsonNode node, int channels, int adapted, int hidden) {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    SfadNetwork.shapes(channels, adapted, hidden)
        .forEach((name, shape) -> tensors.put(name, array(node.get(name), shape)));
    return tensors;
  }
}
