package org.madenet.core.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      tensors.forEach(
          (name, tensor) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            float[] values = tensor.dup('c').data().asFloat();
            ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            digest.update(bytes);
          });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
