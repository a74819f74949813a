package org.madenet.core.backbone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.madenet.core.io.Safetensors;

/**
 * The weights of a backbone up to some taps: exactly the tensors that {@link Backbone#tensors}
 * lists, in its order, each of the right size. Immutable.
 */
public final class BackboneTensors {

  private final Map<String, float[]> values;

  private BackboneTensors(Map<String, float[]> values) {
    this.values = values;
  }

  /** Reads the wanted tensors of a file whose tensor names and shapes have been checked. */
  static BackboneTensors read(Map<String, List<Long>> wanted, Safetensors file) throws IOException {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (String name : wanted.keySet()) {
      values.put(name, file.floats(name));
    }
    return new BackboneTensors(values);
  }

  /** Takes ownership of the arrays. */
  static BackboneTensors of(Map<String, float[]> values) {
    return new BackboneTensors(new LinkedHashMap<>(values));
  }

  /** The values of a tensor in row-major order; not a copy, not to be changed. */
  float[] values(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /** Feeds names and values, in order, to a digest. */
  void digest(MessageDigest digest) {
    values.forEach(
        (name, array) -> {
          digest.update(name.getBytes(StandardCharsets.UTF_8));
          ByteBuffer bytes =
              ByteBuffer.allocate(array.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          bytes.asFloatBuffer().put(array);
          digest.update(bytes);
        });
  }
}
