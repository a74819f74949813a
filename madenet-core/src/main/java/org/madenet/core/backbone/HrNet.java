package org.madenet.core.backbone;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.madenet.core.nn.ConvActivation;
import org.madenet.core.nn.UpsampleMode;

/**
 * HRNet (Wang et al. 2020) without its classification head: four branches at strides 4, 8, 16 and
 * 32 that exchange what they see. Tensor names are those of timm's {@code hrnet_w32} and siblings.
 * Height and width of an image must be multiples of 32.
 *
 * <p>On the way up a 1x1 convolution runs before the upsampling. Both are linear and bilinear
 * weights sum to one, so that the order changes nothing but the cost. The published ImageNet
 * weights were trained with {@link UpsampleMode#NEAREST}, and with this mode the name begins with
 * {@code timm_}; the paper's network is bilinear. Both have the same tensors.
 *
 * <p>Taps: {@code stem} (64, 4), {@code layer1} (256, 4), the outputs of the branches, {@code
 * branch0} (C, 4), {@code branch1} (2C, 8), {@code branch2} (4C, 16), {@code branch3} (8C, 32), and
 * what the branches are after earlier stages, {@code stage2.branch0} to {@code stage3.branch2}.
 */
public final class HrNet {

  private static final int STEM = 64;
  private static final int BLOCKS = 4;

  /** Modules of the stages 2, 3 and 4. */
  private static final int[] MODULES = {1, 4, 3};

  private final Topology.Builder net = Topology.Builder.pytorch();
  private final int width;
  private final UpsampleMode mode;

  private HrNet(int width, UpsampleMode mode) {
    this.width = width;
    this.mode = mode;
  }

  /**
   * The network of a width.
   *
   * @param width channels of the branch of highest resolution, positive; 18, 32 and 48 are
   *     published, 8 is for tests
   * @param mode how maps of lower resolution grow
   * @return {@code hrnet_w<width>}, or {@code timm_hrnet_w<width>} where maps grow to the nearest
   * @throws IllegalArgumentException if the width is not positive
   */
  public static Backbone of(int width, UpsampleMode mode) {
    if (width < 1) {
      throw new IllegalArgumentException("width must be positive, got " + width);
    }
    return new HrNet(width, mode).build();
  }

  private Backbone build() {
    Map<String, String> taps = new LinkedHashMap<>();
    String x = net.conv("conv1", "bn1", Topology.IMAGE, STEM, 3, 2, ConvActivation.RELU);
    x = net.conv("conv2", "bn2", x, STEM, 3, 2, ConvActivation.RELU);
    taps.put("stem", x);
    for (int block = 0; block < BLOCKS; block++) {
      x = bottleneck("layer1." + block, x);
    }
    taps.put("layer1", x);
    List<String> branches = List.of(x);
    for (int stage = 0; stage < MODULES.length; stage++) {
      branches = transition("transition" + (stage + 1), branches);
      for (int module = 0; module < MODULES[stage]; module++) {
        branches = module("stage" + (stage + 2) + '.' + module, branches);
      }
      String prefix = stage < MODULES.length - 1 ? "stage" + (stage + 2) + '.' : "";
      for (int branch = 0; branch < branches.size(); branch++) {
        taps.put(prefix + "branch" + branch, branches.get(branch));
      }
    }
    String name = (mode == UpsampleMode.NEAREST ? "timm_hrnet_w" : "hrnet_w") + width;
    return new Backbone(name, net.build(), taps, ChannelNormalization.IMAGENET);
  }

  private String bottleneck(String prefix, String in) {
    String x = block(prefix, "1", in, STEM, 1, ConvActivation.RELU);
    x = block(prefix, "2", x, STEM, 3, ConvActivation.RELU);
    x = block(prefix, "3", x, 4 * STEM, 1, ConvActivation.NONE);
    String shortcut = in;
    if (net.channels(in) != 4 * STEM) {
      String name = prefix + ".downsample.";
      shortcut = net.conv(name + 0, name + 1, in, 4 * STEM, 1, 1, ConvActivation.NONE);
    }
    return net.sum(prefix, ConvActivation.RELU, x, shortcut);
  }

  private String basicBlock(String prefix, String in, int channels) {
    String x = block(prefix, "1", in, channels, 3, ConvActivation.RELU);
    x = block(prefix, "2", x, channels, 3, ConvActivation.NONE);
    return net.sum(prefix, ConvActivation.RELU, x, in);
  }

  private String block(
      String prefix, String number, String in, int out, int kernel, ConvActivation then) {
    return net.conv(prefix + ".conv" + number, prefix + ".bn" + number, in, out, kernel, 1, then);
  }

  /** Makes each branch as wide as it has to be and adds one of half the resolution. */
  private List<String> transition(String prefix, List<String> branches) {
    List<String> out = new ArrayList<>();
    for (int branch = 0; branch < branches.size(); branch++) {
      String x = branches.get(branch);
      if (net.channels(x) != width << branch) {
        String name = prefix + '.' + branch;
        x = net.conv(name + ".0", name + ".1", x, width << branch, 3, 1, ConvActivation.RELU);
      }
      out.add(x);
    }
    String name = prefix + '.' + branches.size() + ".0";
    String last = branches.get(branches.size() - 1);
    int channels = width << branches.size();
    out.add(net.conv(name + ".0", name + ".1", last, channels, 3, 2, ConvActivation.RELU));
    return out;
  }

  private List<String> module(String prefix, List<String> branches) {
    List<String> deep = new ArrayList<>();
    for (int branch = 0; branch < branches.size(); branch++) {
      String x = branches.get(branch);
      for (int block = 0; block < BLOCKS; block++) {
        x = basicBlock(prefix + ".branches." + branch + '.' + block, x, width << branch);
      }
      deep.add(x);
    }
    List<String> fused = new ArrayList<>();
    for (int to = 0; to < deep.size(); to++) {
      String[] terms = new String[deep.size()];
      for (int from = 0; from < deep.size(); from++) {
        terms[from] = fuse(prefix + ".fuse_layers." + to + '.' + from, deep.get(from), from, to);
      }
      fused.add(net.sum(prefix + ".fused." + to, ConvActivation.RELU, terms));
    }
    return fused;
  }

  private String fuse(String prefix, String in, int from, int to) {
    if (from == to) {
      return in;
    }
    if (from > to) {
      String x = net.conv(prefix + ".0", prefix + ".1", in, width << to, 1, 1, ConvActivation.NONE);
      return net.upsample(prefix + ".2", x, 1 << (from - to), mode);
    }
    String x = in;
    for (int step = 0; step < to - from; step++) {
      boolean last = step == to - from - 1;
      int channels = last ? width << to : width << from;
      String name = prefix + '.' + step;
      ConvActivation then = last ? ConvActivation.NONE : ConvActivation.RELU;
      x = net.conv(name + ".0", name + ".1", x, channels, 3, 2, then);
    }
    return x;
  }
}
