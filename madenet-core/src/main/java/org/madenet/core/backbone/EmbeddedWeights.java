package org.madenet.core.backbone;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import org.madenet.core.io.Safetensors;
import org.madenet.core.io.Sha256;

/** The weights inside the jar; the README beside them says where they come from. */
record EmbeddedWeights() implements BackboneWeights {

  private static final String RESOURCE = "efficientnet_lite0.safetensors";
  private static final String SHA256 =
      "4e60fd705972ba1850ba5a28e26c28f1f0bfdbefd3e4fcc1d8f15e12f8939a5b";

  @Override
  public BackboneTensors load(Backbone backbone, Collection<String> taps) throws IOException {
    BackboneWeights.requireEmbedded(backbone, "give a safetensors file");
    byte[] bytes = read();
    verify(bytes);
    Safetensors tensors = Safetensors.open(bytes, RESOURCE);
    WeightsCheck.check(tensors, RESOURCE, backbone, taps);
    return BackboneTensors.read(backbone, taps, tensors);
  }

  static byte[] read() throws IOException {
    try (InputStream in = EmbeddedWeights.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException(
            "the embedded weights "
                + RESOURCE
                + " are missing: this madenet-core jar is incomplete");
      }
      return in.readAllBytes();
    }
  }

  static void verify(byte[] bytes) throws IOException {
    String actual = Sha256.of(bytes);
    if (!actual.equals(SHA256)) {
      throw new IOException(
          "the embedded weights "
              + RESOURCE
              + " are damaged: SHA-256 is "
              + actual
              + ", expected "
              + SHA256);
    }
  }

  @Override
  public String description() {
    return "embedded (ImageNet)";
  }
}
