package org.madenet.core.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Tells whether two sets of weights are the same. */
public final class TensorDigest {

  private TensorDigest() {}

  /**
   * SHA-256 of names and float32 values, in the map's order.
   *
   * @param tensors weights by name
   * @return 64 hexadecimal digits
   */
  public static String of(Map<String, INDArray> tensors) {
    MessageDigest digest = Sha256.digest();
    tensors.forEach(
        (name, tensor) -> {
          digest.update(name.getBytes(StandardCharsets.UTF_8));
          float[] values = tensor.dup('c').data().asFloat();
          ByteBuffer bytes =
              ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          bytes.asFloatBuffer().put(values);
          digest.update(bytes);
        });
    return Sha256.hex(digest);
  }
}
