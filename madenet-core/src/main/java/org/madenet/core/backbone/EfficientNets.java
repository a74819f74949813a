package org.madenet.core.backbone;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.madenet.core.nn.ConvActivation;

/**
 * EfficientNet of Tan and Le 2019, and EfficientNet-Lite: the same without squeeze-and-excitation
 * and with ReLU6, stem and head of fixed size, as in TensorFlow's {@code
 * efficientnet_lite_builder}. Module names are timm's. Stochastic depth, which the published
 * weights were trained with, is left out.
 */
final class EfficientNets {

  private static final int STEM_CHANNELS = 32;
  private static final int HEAD_CHANNELS = 1280;
  private static final int DIVISOR = 8;

  /** Squeezed channels: a quarter of the block's input. */
  private static final double SQUEEZE = 0.25;

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

  private final Topology.Builder net;
  private final boolean lite;
  private final double width;
  private final double depth;

  private EfficientNets(Topology.Builder net, boolean lite, double width, double depth) {
    this.net = net;
    this.lite = lite;
    this.width = width;
    this.depth = depth;
  }

  /** Lite as trained by TensorFlow: its padding, its epsilon, its normalisation of the image. */
  static Backbone tensorflowLite(String name, double width, double depth) {
    return new EfficientNets(Topology.Builder.tensorflow(), true, width, depth)
        .build(name, ChannelNormalization.TENSORFLOW_LITE);
  }

  /** Lite as trained by timm: PyTorch's padding and epsilon, ImageNet's mean and deviation. */
  static Backbone timmLite(String name, double width, double depth) {
    return new EfficientNets(Topology.Builder.pytorch(), true, width, depth)
        .build(name, ChannelNormalization.IMAGENET);
  }

  /** The original networks as trained by timm. Images must be square. */
  static Backbone timm(String name, double width, double depth) {
    return new EfficientNets(Topology.Builder.pytorch(), false, width, depth)
        .build(name, ChannelNormalization.IMAGENET);
  }

  private Backbone build(String name, ChannelNormalization normalization) {
    Map<String, String> taps = new LinkedHashMap<>();
    int stem = lite ? STEM_CHANNELS : scale(STEM_CHANNELS);
    String x = net.conv("conv_stem", "bn1", Topology.IMAGE, stem, 3, 2, activation());
    for (int i = 0; i < STAGES.size(); i++) {
      Stage stage = STAGES.get(i);
      boolean fixed = lite && (i == 0 || i == STAGES.size() - 1);
      int blocks = fixed ? stage.blocks : (int) Math.ceil(depth * stage.blocks);
      int out = scale(stage.channels);
      for (int block = 0; block < blocks; block++) {
        int stride = block == 0 ? stage.stride : 1;
        x = block("blocks." + i + '.' + block, x, stage, stride, out);
      }
      taps.put("blocks." + i, x);
    }
    int head = lite ? HEAD_CHANNELS : scale(HEAD_CHANNELS);
    taps.put("head", net.conv("conv_head", "bn2", x, head, 1, 1, activation()));
    return new Backbone(name, net.build(), taps, normalization);
  }

  private ConvActivation activation() {
    return lite ? ConvActivation.RELU6 : ConvActivation.SILU;
  }

  private String block(String prefix, String in, Stage stage, int stride, int out) {
    String x = in;
    int norm = 1;
    boolean expands = stage.expansion > 1;
    if (expands) {
      int inner = net.channels(in) * stage.expansion;
      x = net.conv(prefix + ".conv_pw", prefix + ".bn" + norm++, x, inner, 1, 1, activation());
    }
    x =
        net.depthwise(
            prefix + ".conv_dw", prefix + ".bn" + norm++, x, stage.kernel, stride, activation());
    if (!lite) {
      x = net.excite(prefix + ".se", x, (int) Math.rint(SQUEEZE * net.channels(in)));
    }
    String project = prefix + (expands ? ".conv_pwl" : ".conv_pw");
    x = net.conv(project, prefix + ".bn" + norm, x, out, 1, 1, ConvActivation.NONE);
    boolean residual = stride == 1 && net.channels(in) == out;
    return residual ? net.sum(prefix, ConvActivation.NONE, x, in) : x;
  }

  /** Scales to the nearest multiple of eight, never by more than a tenth downwards. */
  private int scale(int channels) {
    double wanted = channels * width;
    int rounded = Math.max(DIVISOR, (int) (wanted + DIVISOR / 2.0) / DIVISOR * DIVISOR);
    return rounded < 0.9 * wanted ? rounded + DIVISOR : rounded;
  }
}
