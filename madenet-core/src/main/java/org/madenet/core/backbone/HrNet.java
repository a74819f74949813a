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
 * <p>On the way up a 1x1 convolution and its batch normalisation run before the upsampling, which
 * costs less than after it. In inference the order changes nothing: all three are affine, and the
 * upsampling's weights sum to one. In training it does: the batch's statistics are those of the map
 * before the upsampling, and a bilinearly upsampled one varies less. The published ImageNet weights
 * were trained with {@link UpsampleMode#NEAREST}, and with this mode the name begins with {@code
 * timm_}; the paper's network is bilinear. Both have the same tensors.
 *
 * <p>Taps: {@code stem} (64, 4), {@code layer1} (256, 4), the outputs of the branches, {@code
 * branch0} (C, 4), {@code branch1} (2C, 8), {@code branch2} (4C, 16), {@code branch3} (8C, 32), and
 * what the branches are after earlier stages, {@code stage2.branch0} to {@code stage3.branch2}.
 */
public final class HrNet {

  private static final int STEM = 64;

  /** How many blocks the stages have. */
  public enum Depth {
    /** HRNet: four bottlenecks of 64 channels, then 1, 4 and 3 modules of four blocks a branch. */
    FULL(64, 4, 4, 1, 4, 3),
    /** HRNet-Small: one bottleneck of 32 channels, then one module of two blocks each time. */
    SMALL(32, 1, 2, 1, 1, 1);

    private final int bottleneckWidth;
    private final int bottlenecks;
    private final int blocks;
    private final int[] modules;

    Depth(int bottleneckWidth, int bottlenecks, int blocks, int... modules) {
      this.bottleneckWidth = bottleneckWidth;
      this.bottlenecks = bottlenecks;
      this.blocks = blocks;
      this.modules = modules;
    }
  }

  private final Topology.Builder net = Topology.Builder.pytorch();
  private final Depth depth;
  private final int width;
  private final UpsampleMode mode;

  private HrNet(Depth depth, int width, UpsampleMode mode) {
    this.depth = depth;
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
    return of(Depth.FULL, width, mode);
  }

  /**
   * The network of a depth and width.
   *
   * @param depth how many blocks it has
   * @param width channels of the branch of highest resolution, positive; timm's {@code
   *     hrnet_w18_small} is SMALL with 16
   * @param mode how maps of lower resolution grow
   * @return {@code hrnet_w<width>}, with {@code timm_} in front where maps grow to the nearest and
   *     {@code _small} behind where it is small
   * @throws IllegalArgumentException if the width is not positive
   */
  public static Backbone of(Depth depth, int width, UpsampleMode mode) {
    if (width < 1) {
      throw new IllegalArgumentException("width must be positive, got " + width);
    }
    return new HrNet(depth, width, mode).build();
  }

  private Backbone build() {
    Map<String, String> taps = new LinkedHashMap<>();
    String x = net.conv("conv1", "bn1", Topology.IMAGE, STEM, 3, 2, ConvActivation.RELU);
    x = net.conv("conv2", "bn2", x, STEM, 3, 2, ConvActivation.RELU);
    taps.put("stem", x);
    for (int block = 0; block < depth.bottlenecks; block++) {
      x = bottleneck("layer1." + block, x);
    }
    taps.put("layer1", x);
    List<String> branches = List.of(x);
    for (int stage = 0; stage < depth.modules.length; stage++) {
      branches = transition("transition" + (stage + 1), branches);
      for (int module = 0; module < depth.modules[stage]; module++) {
        branches = module("stage" + (stage + 2) + '.' + module, branches);
      }
      String prefix = stage < depth.modules.length - 1 ? "stage" + (stage + 2) + '.' : "";
      for (int branch = 0; branch < branches.size(); branch++) {
        taps.put(prefix + "branch" + branch, branches.get(branch));
      }
    }
    String name = (mode == UpsampleMode.NEAREST ? "timm_hrnet_w" : "hrnet_w") + width;
    name += depth == Depth.SMALL ? "_small" : "";
    return new Backbone(name, net.build(), taps, ChannelNormalization.IMAGENET);
  }

  private String bottleneck(String prefix, String in) {
    int inner = depth.bottleneckWidth;
    String x = block(prefix, "1", in, inner, 1, ConvActivation.RELU);
    x = block(prefix, "2", x, inner, 3, ConvActivation.RELU);
    x = block(prefix, "3", x, 4 * inner, 1, ConvActivation.NONE);
    String shortcut = in;
    if (net.channels(in) != 4 * inner) {
      String name = prefix + ".downsample.";
      shortcut = net.conv(name + 0, name + 1, in, 4 * inner, 1, 1, ConvActivation.NONE);
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
      for (int block = 0; block < depth.blocks; block++) {
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
