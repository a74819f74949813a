package org.madenet.core.backbone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where a backbone's weights come from. Tensors are named as in PyTorch: torchvision's names for
 * residual networks (timm's are the same), timm's for EfficientNet-Lite.
 */
public sealed interface BackboneWeights
    permits EmbeddedWeights, FileWeights, GivenWeights, RandomWeights {

  /**
   * The ImageNet weights that come with madenet. They exist for {@code efficientnet_lite0}; {@link
   * #hasEmbedded} asks.
   *
   * @return weights that need neither file nor network
   */
  static BackboneWeights embedded() {
    return new EmbeddedWeights();
  }

  /**
   * Whether {@link #embedded} weights exist for a backbone.
   *
   * @param backbone any
   * @return {@code false} if the caller has to bring weights
   */
  static boolean hasEmbedded(Backbone backbone) {
    return backbone == Backbones.EFFICIENTNET_LITE0;
  }

  /**
   * Asks that {@link #embedded} weights exist for a backbone.
   *
   * @param backbone any
   * @param otherwise what to do if they do not, for the message
   * @throws IllegalArgumentException if they do not
   */
  static void requireEmbedded(Backbone backbone, String otherwise) {
    if (!hasEmbedded(backbone)) {
      throw new IllegalArgumentException(
          "madenet comes with weights for %s only, not for %s: %s"
              .formatted(Backbones.EFFICIENTNET_LITE0, backbone, otherwise));
    }
  }

  /**
   * A safetensors file, such as {@code model.safetensors} of timm's model repositories, or a state
   * dictionary saved with {@code safetensors.torch.save_file}.
   *
   * @param file the file; it may hold a classifier and layers that are not needed
   * @return weights read when a backbone is built
   */
  static BackboneWeights file(Path file) {
    return new FileWeights(file);
  }

  /**
   * Random weights: He-normal convolutions by fan-out, batch normalisation as identity. The same
   * seed gives the same weights on every machine.
   *
   * @param seed any number
   * @return weights for training from scratch and for tests
   */
  static BackboneWeights random(long seed) {
    return new RandomWeights(seed);
  }

  /**
   * Weights from memory, for instance those that a detector's file holds.
   *
   * @param tensors as {@link BackboneTensors#arrays} gave them; not to be changed afterwards
   * @return the weights
   */
  static BackboneWeights of(Map<String, INDArray> tensors) {
    return new GivenWeights(tensors);
  }

  /**
   * Reads or makes the tensors that some taps of a backbone need.
   *
   * @param backbone the network
   * @param taps names of its taps
   * @return the checked tensors
   * @throws IOException if the source cannot be read, or its tensors are not this backbone's; the
   *     message names the first ones that are missing, left over or misshapen
   * @throws IllegalArgumentException if there are no embedded weights for this backbone
   */
  BackboneTensors load(Backbone backbone, Collection<String> taps) throws IOException;

  /**
   * The same weights without what may change: a file is read now.
   *
   * @param backbone the network
   * @param taps names of its taps
   * @return weights that {@link #load} gives at any time, for this network and these taps
   * @throws IOException as for {@link #load}
   */
  default BackboneWeights read(Backbone backbone, Collection<String> taps) throws IOException {
    return this;
  }

  /**
   * One line for reports: which weights these are.
   *
   * @return for example {@code embedded (ImageNet)} or {@code file resnet18.safetensors}
   */
  String description();
}
