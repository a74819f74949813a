package org.madenet.srad.dsr;

import org.madenet.core.nn.ConvActivation;
import org.madenet.core.nn.ConvSpec;
import org.madenet.core.nn.NetworkBuilder;
import org.madenet.core.nn.QuantizerSpec;

/**
 * Adds the parts of the discrete latent model (DSR, section 3.1) to a network. Vertices carry the
 * names of the official state dictionary, so that its tensors are found by name.
 */
final class LatentParts {

  static final String TOP_CODES = "_vq_vae_top";
  static final String BOTTOM_CODES = "_vq_vae_bot";
  static final String UPSAMPLE = "upsample_t";

  private static final int RGB = 3;

  private final NetworkBuilder net;
  private final LatentOptions options;

  LatentParts(NetworkBuilder net, LatentOptions options) {
    this.net = net;
    this.options = options;
  }

  /** Image [N,3,H,W] to features [N,hidden,H/4,W/4]. */
  String encodeBottom(String image) {
    String name = "_encoder_b.";
    String x = net.conv(name + "_conv_1", image, halving(options.hidden() / 2));
    x = net.conv(name + "_conv_2", x, halving(options.hidden()));
    x = net.conv(name + "_conv_3", x, three(options.hidden(), ConvActivation.RELU));
    return residuals(name, x);
  }

  /** Those features to the upper level's [N,embedding,H/8,W/8], before quantisation. */
  String encodeTop(String bottom) {
    String name = "_encoder_t.";
    String x = net.conv(name + "_conv_1", bottom, halving(options.hidden()));
    x = net.conv(name + "_conv_2", x, three(options.hidden(), ConvActivation.RELU));
    x = residuals(name, x);
    return net.conv("_pre_vq_conv_top", x, ConvSpec.builder(options.embedding(), 1).bias().build());
  }

  /** The upper level's codes, doubled in size. */
  String upsample(String name, String top) {
    return net.conv(name, top, doubling(options.embedding(), ConvActivation.NONE));
  }

  /** Features and the upsampled upper level to the lower level's, before quantisation. */
  String mix(String bottom, String upsampled) {
    String both = net.concat("bottom.input", bottom, upsampled);
    return net.conv(
        "_pre_vq_conv_bot", both, ConvSpec.builder(options.embedding(), 1).bias().build());
  }

  /** The general object decoder: both levels' codes to an image [N,3,H,W]. */
  String decode(String upsampled, String bottom) {
    String name = "_decoder_b.";
    String x = net.concat(name + "input", upsampled, bottom);
    x = net.conv(name + "_conv_1", x, three(options.hidden(), ConvActivation.RELU));
    return image(name, residuals(name, x));
  }

  /** Features [N,hidden,H/4,W/4] to an image [N,3,H,W], as both decoders end. */
  String image(String name, String features) {
    String x =
        net.conv(
            name + "_conv_trans_1", features, doubling(options.hidden() / 2, ConvActivation.RELU));
    return net.conv(name + "_conv_trans_2", x, doubling(RGB, ConvActivation.NONE));
  }

  /**
   * Residual blocks of rectified features. The official blocks rectify their input in place, so
   * that the shortcut carries the rectified features, too; so it is here.
   */
  String residuals(String name, String rectified) {
    String x = rectified;
    for (int i = 0; i < options.residualLayers(); i++) {
      String block = name + "_residual_stack._layers." + i + "._block.";
      ConvSpec narrow =
          ConvSpec.builder(options.residualHidden(), 3).activation(ConvActivation.RELU).build();
      String y = net.conv(block + "1", x, narrow);
      y = net.conv(block + "3", y, ConvSpec.builder(options.hidden(), 1).build());
      x = net.sum(block + "sum", ConvActivation.RELU, x, y);
    }
    return x;
  }

  QuantizerSpec moving(double restart) {
    return QuantizerSpec.moving(options.codes(), options.decay(), restart);
  }

  QuantizerSpec fixed() {
    return QuantizerSpec.fixed(options.codes());
  }

  static ConvSpec three(int out, ConvActivation activation) {
    return ConvSpec.builder(out, 3).bias().activation(activation).build();
  }

  private static ConvSpec halving(int out) {
    return ConvSpec.builder(out, 4)
        .stride(2)
        .padding(1)
        .bias()
        .activation(ConvActivation.RELU)
        .build();
  }

  static ConvSpec doubling(int out, ConvActivation activation) {
    return ConvSpec.builder(out, 4)
        .stride(2)
        .padding(1)
        .transposed()
        .bias()
        .activation(activation)
        .build();
  }
}
