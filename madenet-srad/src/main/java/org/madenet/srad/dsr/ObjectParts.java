package org.madenet.srad.dsr;

import org.madenet.core.nn.ConvActivation;
import org.madenet.core.nn.ConvSpec;
import org.madenet.core.nn.NetworkBuilder;
import org.madenet.core.nn.UpsampleMode;

/**
 * Adds the parts that learn one kind of object: subspace restriction (DSR, section 3.2), the
 * object-specific decoder, and the U-Nets that detect and upsample (sections 3.3 and 3.4). Vertices
 * carry the names of the official modules below a prefix.
 */
final class ObjectParts {

  private static final int CLASSES = 2;

  private final NetworkBuilder net;
  private final DsrOptions options;

  ObjectParts(NetworkBuilder net, DsrOptions options) {
    this.net = net;
    this.options = options;
  }

  /**
   * Codes with anomalies [N,D,h,w] to features without, [N,D,h,w], to be quantised: down and up
   * twice, without shortcuts.
   */
  String restrict(String name, String codes) {
    int width = options.latent().embedding();
    String encoder = name + ".unet.encoder.block";
    String x = twice(encoder + "1", codes, width, width);
    x = twice(encoder + "2", halve(encoder + "2", x), 2 * width, 2 * width);
    x = twice(encoder + "3", halve(encoder + "3", x), 4 * width, 4 * width);
    String decoder = name + ".unet.decoder.";
    x = raise(decoder + "up2", x, 2 * width);
    x = twice(decoder + "db2", x, 2 * width, 2 * width);
    x = raise(decoder + "up3", x, width);
    x = twice(decoder + "db3", x, width, width);
    return net.conv(decoder + "fin_out.0", x, LatentParts.three(width, ConvActivation.NONE));
  }

  /** The object-specific decoder: both levels' codes to an image [N,3,H,W]. */
  String decode(String name, String upsampled, String bottom) {
    LatentParts latent = new LatentParts(net, options.latent());
    int in = 2 * options.latent().embedding();
    String x = net.concat(name + ".input", upsampled, bottom);
    x = twice(name + ".block1", x, in, 2 * in);
    x = twice(name + ".block2", halve(name + ".block2", x), 2 * in, 4 * in);
    x = halve(name + ".pre_vq_conv", x);
    int narrow = options.bottleneck();
    x = net.conv(name + ".pre_vq_conv", x, ConvSpec.builder(narrow, 1).bias().build());
    ConvSpec doubling = LatentParts.doubling(narrow, ConvActivation.RELU);
    x = net.conv(name + ".upblock1", x, doubling);
    x = net.conv(name + ".upblock2", x, doubling);
    ConvSpec wide = LatentParts.three(options.latent().hidden(), ConvActivation.RELU);
    x = net.conv(name + "._conv_1", x, wide);
    return latent.image(name + ".", latent.residuals(name + ".", x));
  }

  /** A U-Net: images [N,C,H,W] to logits of normal and anomalous [N,2,H,W]. */
  String segment(String name, String images) {
    int width = options.unetWidth();
    String encoder = name + ".unet.encoder.block";
    String first = twice(encoder + "1", images, width, width);
    String second = twice(encoder + "2", halve(encoder + "2", first), 2 * width, 2 * width);
    String third = twice(encoder + "3", halve(encoder + "3", second), 4 * width, 4 * width);
    String fourth = twice(encoder + "4", halve(encoder + "4", third), 4 * width, 4 * width);
    String decoder = name + ".unet.decoder.";
    String x = join(decoder, 1, fourth, third, 4 * width);
    x = join(decoder, 2, x, second, 2 * width);
    x = join(decoder, 3, x, first, width);
    return net.conv(decoder + "fin_out.0", x, LatentParts.three(CLASSES, ConvActivation.NONE));
  }

  private String join(String decoder, int level, String low, String shortcut, int width) {
    String up = raise(decoder + "up" + level, low, width);
    String name = decoder + "db" + level;
    return twice(name, net.concat(name + ".concat", up, shortcut), width, width);
  }

  private String halve(String name, String in) {
    return net.maxPool(name + ".pool", in, 2, 2, 0);
  }

  private String raise(String name, String in, int width) {
    String x = net.upsample(name + ".0", in, 2, UpsampleMode.BILINEAR);
    return normed(name, 1, x, width);
  }

  /** Convolution, normalisation and ReLU, twice. */
  private String twice(String name, String in, int firstWidth, int secondWidth) {
    return normed(name, 3, normed(name, 0, in, firstWidth), secondWidth);
  }

  private String normed(String name, int index, String in, int width) {
    String x = net.conv(name + "." + index, in, LatentParts.three(width, ConvActivation.NONE));
    return net.instanceNormRelu(name + "." + (index + 1), x);
  }
}
