package org.madenet.core.backbone;

import java.util.LinkedHashMap;
import java.util.Map;
import org.madenet.core.nn.ConvActivation;

/**
 * Residual networks as torchvision builds them: He et al. 2016, with the stride of a bottleneck in
 * its 3x3 convolution, and the wide variant of Zagoruyko and Komodakis 2016.
 */
final class ResNets {

  private static final int STEM_CHANNELS = 64;

  private ResNets() {}

  /** Two 3x3 convolutions per block. */
  static Backbone basic(String name, int... blocks) {
    return build(name, blocks, ResNets::basicBlock, 1);
  }

  /** 1x1, 3x3 and 1x1 convolutions per block, the 3x3 one {@code width} times as wide. */
  static Backbone bottleneck(String name, int width, int... blocks) {
    return build(
        name,
        blocks,
        (net, prefix, in, planes, stride) -> bottleneck(net, prefix, in, planes, width, stride),
        4);
  }

  private interface Block {
    /** Adds the residual branch and returns its last node. */
    String add(Topology.Builder net, String prefix, String in, int planes, int stride);
  }

  private static Backbone build(String name, int[] blocks, Block block, int expansion) {
    Topology.Builder net = Topology.Builder.pytorch();
    Map<String, String> taps = new LinkedHashMap<>();
    String x = net.conv("conv1", "bn1", Topology.IMAGE, STEM_CHANNELS, 7, 2, ConvActivation.RELU);
    taps.put("stem", x);
    x = net.maxPool("maxpool", x);
    for (int stage = 0; stage < blocks.length; stage++) {
      int planes = STEM_CHANNELS << stage;
      for (int index = 0; index < blocks[stage]; index++) {
        String prefix = "layer" + (stage + 1) + '.' + index;
        int stride = stage > 0 && index == 0 ? 2 : 1;
        String residual = block.add(net, prefix, x, planes, stride);
        String shortcut = shortcut(net, prefix, x, planes * expansion, stride);
        x = net.sum(prefix, ConvActivation.RELU, residual, shortcut);
      }
      taps.put("layer" + (stage + 1), x);
    }
    return new Backbone(name, net.build(), taps, ChannelNormalization.IMAGENET);
  }

  private static String shortcut(
      Topology.Builder net, String prefix, String in, int out, int stride) {
    if (stride == 1 && net.channels(in) == out) {
      return in;
    }
    String name = prefix + ".downsample.";
    return net.conv(name + 0, name + 1, in, out, 1, stride, ConvActivation.NONE);
  }

  private static String basicBlock(
      Topology.Builder net, String prefix, String in, int planes, int stride) {
    String x =
        net.conv(prefix + ".conv1", prefix + ".bn1", in, planes, 3, stride, ConvActivation.RELU);
    return net.conv(prefix + ".conv2", prefix + ".bn2", x, planes, 3, 1, ConvActivation.NONE);
  }

  private static String bottleneck(
      Topology.Builder net, String prefix, String in, int planes, int width, int stride) {
    int inner = planes * width;
    String x = net.conv(prefix + ".conv1", prefix + ".bn1", in, inner, 1, 1, ConvActivation.RELU);
    x = net.conv(prefix + ".conv2", prefix + ".bn2", x, inner, 3, stride, ConvActivation.RELU);
    return net.conv(prefix + ".conv3", prefix + ".bn3", x, planes * 4, 1, 1, ConvActivation.NONE);
  }
}
