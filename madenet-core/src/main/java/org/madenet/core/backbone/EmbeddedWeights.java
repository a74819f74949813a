package org.madenet.core.backbone;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import org.madenet.core.io.Safetensors;

/** The weights inside the jar; the README beside them says where they come from. */
record EmbeddedWeights() implements BackboneWeights {

  private static final String RESOURCE = "efficientnet_lite0.safetensors";
  private static final String SHA256 =
      "4e60fd705972ba1850ba5a28e26c28f1f0bfdbefd3e4fcc1d8f15e12f8939a5b";

  @Override
  public BackboneTensors load(Backbone backbone, Collection<String> taps) throws IOException {
    if (backbone != Backbones.EFFICIENTNET_LITE0) {
      throw new IllegalArgumentException(
          "madenet comes with weights for "
              + Backbones.EFFICIENTNET_LITE0
              + " only; for "
              + backbone
              + " give a safetensors file");
    }
    Safetensors tensors = Safetensors.open(checkedBytes(), RESOURCE);
    WeightsCheck.check(tensors, RESOURCE, backbone, taps);
    return BackboneTensors.read(backbone.tensors(taps), tensors);
  }

  private static byte[] checkedBytes() throws IOException {
    byte[] bytes;
    try (InputStream in = EmbeddedWeights.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException(
            "the embedded weights "
                + RESOURCE
                + " are missing: this madenet-core jar is incomplete");
      }
      bytes = in.readAllBytes();
    }
    String actual = HexFormat.of().formatHex(sha256().digest(bytes));
    if (!actual.equals(SHA256)) {
      throw new IOException(
          "the embedded weights "
              + RESOURCE
              + " are damaged: SHA-256 is "
              + actual
              + ", expected "
              + SHA256);
    }
    return bytes;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String description() {
    return "embedded (ImageNet)";
  }
}
