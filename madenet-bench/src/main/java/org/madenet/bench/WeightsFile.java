package org.madenet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import org.madenet.core.backbone.Backbone;
import org.madenet.core.backbone.BackboneWeights;
import org.madenet.core.backbone.Tap;
import org.madenet.core.io.TensorDigest;

/**
 * A backbone's weights that the caller has in a file, read once to see that they fit, before hours
 * are spent on something else.
 *
 * @param weights read anew when a network is built
 * @param digest SHA-256 of the tensors, so that a run does not go on with others
 */
public record WeightsFile(BackboneWeights weights, String digest) {

  /**
   * Reads and checks a file.
   *
   * @param file in safetensors format
   * @param backbone whose weights it should hold
   * @param taps as far as they are needed
   * @return the weights
   * @throws IllegalArgumentException if it cannot be read or holds other tensors; the message names
   *     the file and what is missing
   */
  public static WeightsFile read(Path file, Backbone backbone, Collection<String> taps) {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          "%s: is a folder; name the safetensors file with the weights of %s"
              .formatted(file, backbone.name()));
    }
    BackboneWeights weights = BackboneWeights.file(file);
    try {
      return new WeightsFile(weights, TensorDigest.of(weights.load(backbone, taps).arrays()));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "%s: no such file; it should hold the weights of %s".formatted(file, backbone.name()), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * The same with all that a backbone has.
   *
   * @param file in safetensors format
   * @param backbone whose weights it should hold
   * @return the weights
   * @throws IllegalArgumentException if it cannot be read or holds other tensors
   */
  public static WeightsFile read(Path file, Backbone backbone) {
    return read(file, backbone, backbone.taps().stream().map(Tap::name).toList());
  }
}
