package org.madenet.core.backbone;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.madenet.core.nn.ConvActivation;

/**
 * EfficientNet-Lite: the EfficientNet of Tan and Le 2019 without squeeze-and-excitation and with
 * ReLU6, stem and head of fixed size, as in TensorFlow's {@code efficientnet_lite_builder}. Module
 * names are timm's.
 */
final class EfficientNetLites {

  private static final int STEM_CHANNELS = 32;
  private static final int HEAD_CHANNELS = 1280;
  private static final int DIVISOR = 8;

  /** Inverted bottlenecks of one resolution, before scaling. */
  private record Stage(int blocks, int kernel, int stride, int expansion, int channels) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 3, 1, 1, 16),
          new Stage(2, 3, 2, 6, 24),
          new Stage(2, 5, 2, 6, 40),
          new Stage(3, 3, 2, 6, 80),
          new Stage(3, 5, 1, 6, 112),
          new Stage(4, 5, 2, 6, 192),
          new Stage(1, 3, 1, 6, 320));

  private EfficientNetLites() {}

  /** As trained by TensorFlow: its padding, its epsilon, its normalisation of the image. */
  static Backbone tensorflow(String name, double width, double depth) {
    return build(
        name, width, depth, Topology.Builder.tensorflow(), ChannelNormalization.TENSORFLOW_LITE);
  }

  /** As trained by timm: PyTorch's padding and epsilon, ImageNet's mean and deviation. */
  static Backbone timm(String name, double width, double depth) {
    return build(name, width, depth, Topology.Builder.pytorch(), ChannelNormalization.IMAGENET);
  }

  private static Backbone build(
      String name,
      double width,
      double depth,
      Topology.Builder net,
      ChannelNormalization normalization) {
    Map<String, String> taps = new LinkedHashMap<>();
    String x =
        net.conv("conv_stem", "bn1", Topology.IMAGE, STEM_CHANNELS, 3, 2, ConvActivation.RELU6);
    for (int i = 0; i < STAGES.size(); i++) {
      Stage stage = STAGES.get(i);
      boolean scaled = i > 0 && i < STAGES.size() - 1;
      int blocks = scaled ? (int) Math.ceil(depth * stage.blocks) : stage.blocks;
      int out = scale(stage.channels, width);
      for (int block = 0; block < blocks; block++) {
        int stride = block == 0 ? stage.stride : 1;
        x = block(net, "blocks." + i + '.' + block, x, stage, stride, out);
      }
      taps.put("blocks." + i, x);
    }
    taps.put("head", net.conv("conv_head", "bn2", x, HEAD_CHANNELS, 1, 1, ConvActivation.RELU6));
    return new Backbone(name, net.build(), taps, normalization);
  }

  private static String block(
      Topology.Builder net, String prefix, String in, Stage stage, int stride, int out) {
    String x = in;
    int norm = 1;
    boolean expands = stage.expansion > 1;
    if (expands) {
      int inner = net.channels(in) * stage.expansion;
      x =
          net.conv(
              prefix + ".conv_pw", prefix + ".bn" + norm++, x, inner, 1, 1, ConvActivation.RELU6);
    }
    x =
        net.depthwise(
            prefix + ".conv_dw",
            prefix + ".bn" + norm++,
            x,
            stage.kernel,
            stride,
            ConvActivation.RELU6);
    String project = prefix + (expands ? ".conv_pwl" : ".conv_pw");
    x = net.conv(project, prefix + ".bn" + norm, x, out, 1, 1, ConvActivation.NONE);
    boolean residual = stride == 1 && net.channels(in) == out;
    return residual ? net.sum(prefix, ConvActivation.NONE, x, in) : x;
  }

  /** Scales to the nearest multiple of eight, never by more than a tenth downwards. */
  private static int scale(int channels, double width) {
    double wanted = channels * width;
    int rounded = Math.max(DIVISOR, (int) (wanted + DIVISOR / 2.0) / DIVISOR * DIVISOR);
    return rounded < 0.9 * wanted ? rounded + DIVISOR : rounded;
  }
}
